<?php
header('X-Served-By: modern');
