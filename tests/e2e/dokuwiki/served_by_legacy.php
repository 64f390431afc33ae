<?php
header('X-Served-By: legacy');
