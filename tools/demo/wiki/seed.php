<?php
// Fills the demo's wiki through DokuWiki's own functions: two users, and some days of changes by several people.
//   php seed.php FOLDER_OF_DOKUWIKI

define('DOKU_INC', rtrim($argv[1], '/') . '/');
define('NOSESSION', 1);
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['SERVER_PORT'] = '80';
require_once DOKU_INC . 'inc/init.php';

use dokuwiki\ChangeLog\PageChangeLog;
use dokuwiki\File\PageFile;

const ONE_HOUR = 3600;

function add_user(string $login, string $password, string $name, string $groups): void
{
    global $conf, $config_cascade;
    $line = implode(':', [$login, auth_cryptPassword($password), $name, "$login@example.com", $groups]) . "\n";
    io_saveFile($config_cascade['plainauth.users']['default'], $line, true);
}

// DokuWiki dates a save with the present second. Here one is needed hours ago, so the steps of PageFile::saveWikiText()
// are taken one by one, with another date.
function save_at(int $date, string $user, string $id, string $text, string $summary): void
{
    global $INPUT;
    $INPUT->server->set('REMOTE_USER', $user);
    $page = new PageFile($id);
    $old_size = file_exists($page->getPath()) ? filesize($page->getPath()) : null;
    io_writeWikiPage($page->getPath(), $text, $id);
    touch($page->getPath(), $date);
    clearstatcache();
    $page->saveOldRevision();
    addLogEntry(
        $date,
        $id,
        $old_size === null ? DOKU_CHANGE_TYPE_CREATE : DOKU_CHANGE_TYPE_EDIT,
        $summary,
        '',
        null,
        strlen($text) - (int) $old_size
    );
    p_get_metadata($id, '', METADATA_RENDER_UNLIMITED);
    idx_addPage($id);
}

add_user('admin', 'ficus', 'Ada Admin', 'admin,user');
add_user('rosa', 'ficus', 'Rosa Writer', 'user');

// [hours ago, who (nobody is an anonymous edit), page, summary, text]
$changes = [
    [200, 'admin', 'start', 'The first page', "====== Start ======\n\nThis wiki has served a team for years. It is the legacy application of the demo.\n\n  * [[wiki:syntax]]\n  * [[team:handbook]]\n  * [[project:fig]]\n"],
    [180, 'admin', 'team:handbook', 'Write down how we work', "====== Handbook ======\n\nHow the team works, decides & ships. Everybody may improve it.\n"],
    [171, 'rosa', 'team:holidays', 'Start the list', "====== Holidays ======\n\nWho is away, and when.\n\n^ Who ^ From ^ To ^\n| Rosa | 12 July | 30 July |\n"],
    [150, 'rosa', 'project:fig', 'Why the tree', "====== Fig ======\n\nA strangler fig grows around an old tree until it stands by itself.\n"],
    [149, '', 'playground:sandbox', 'Trying things out', "====== Sandbox ======\n\nAnybody may write here, without an account.\n"],
    [120, 'admin', 'project:fig:plan', 'Steps <one> to <three>', "====== Plan ======\n\nReconstruct, coexist, terminate: one feature at a time.\n"],
    [96, 'rosa', 'project:fig:risks', '', "====== Risks ======\n\nWhat could go wrong, and what we would see of it first.\n"],
    [72, '', 'playground:haiku', 'A guest was here', "====== Haiku ======\n\nRoots around the trunk — / the old tree does not notice / whose leaves catch the light.\n"],
    [60, 'admin', 'team:oncall', 'Phone numbers', "====== On call ======\n\nThe pager changes hands on Mondays at 09:00.\n"],
    [48, 'rosa', 'project:münze', 'A name with an umlaut', "====== Münze ======\n\nPrices are in €; “quotes” and ümläuts have to survive every translation.\n"],
    [30, 'admin', 'team:handbook', 'Add the review rule', "====== Handbook ======\n\nHow the team works, decides & ships. Everybody may improve it.\n\nTwo people read every change.\n"],
    [24, 'rosa', 'project:fig:plan', 'First feature: the feed', "====== Plan ======\n\nReconstruct, coexist, terminate: one feature at a time. The feed of changes goes first.\n"],
    [12, '', 'playground:sandbox', 'Fix a typo', "====== Sandbox ======\n\nAnybody may write here, without any account.\n"],
    [5, 'admin', 'start', 'Link the plan', "====== Start ======\n\nThis wiki has served a team for years. It is the legacy application of the demo.\n\n  * [[wiki:syntax]]\n  * [[team:handbook]]\n  * [[project:fig:plan]]\n"],
    [2, 'rosa', 'team:holidays', 'Rosa is back', "====== Holidays ======\n\nWho is away, and when. Nobody is, at the moment.\n"],
];

$now = time();
foreach ($changes as [$hours, $user, $id, $summary, $text]) {
    save_at($now - $hours * ONE_HOUR, $user, cleanID($id), $text, $summary);
}
