<?php
// The demo wiki's settings, read by DokuWiki over its defaults.
$conf['title']       = 'The Wiki That Grew';
$conf['useacl']      = 1;
$conf['superuser']   = '@admin';
$conf['remote']      = 1;            // XML-RPC at /lib/exe/xmlrpc.php
$conf['remoteuser']  = '';
$conf['securecookie'] = 0;           // else the cookie's name holds the server's port, and two servers cannot share a login
$conf['rss_type']    = 'rss2';       // what /feed.php gives when nobody asks for another kind
$conf['rss_media']   = 'pages';
$conf['rss_linkto']  = 'current';
$conf['rss_update']  = 1;            // a feed is cached for a second, so that an edit shows at once
$conf['recent_days'] = 3650;         // the seeded changes never grow too old to be listed
$conf['dnslookups']  = 0;
$conf['plugin']['popularity']['autosubmit'] = 0;
