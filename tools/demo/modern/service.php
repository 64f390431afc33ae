<?php
// The demo's new service: the wiki's recent changes as JSON, in a model of its own. It reads DokuWiki's files and shares no
// code with it. What the wiki protects by access rules it does not know: the demo's pages are all public.
//
//   GET /v2/changes?num=20&ns=project&minor=1
//
// Run as: WIKI_DATA=... RELEASE=1.0 php -S 127.0.0.1:9002 service.php

declare(strict_types=1);

const DEFAULT_COUNT = 20;
const MINOR_EDIT = 'e';

function data_dir(): string
{
    return (string) getenv('WIKI_DATA');
}

// Each page's newest change, the newest page first, from DokuWiki's tab-separated log.
function recent_changes(int $count, string $space, bool $with_minor): array
{
    $seen = [];
    $changes = [];
    $lines = @file(data_dir() . '/meta/_dokuwiki.changes', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) ?: [];
    foreach (array_reverse($lines) as $line) {
        if (count($changes) >= $count) {
            break;
        }
        [$time, , $kind, $page, $user, $summary] = array_pad(explode("\t", $line), 6, '');
        if (isset($seen[$page]) || ($kind === MINOR_EDIT && !$with_minor)) {
            continue;
        }
        $seen[$page] = true;
        if ($space === '' || str_starts_with($page, "$space:")) {
            $changes[] = ['time' => (int) $time, 'page' => $page, 'user' => $user, 'summary' => $summary];
        }
    }
    return $changes;
}

function abstract_of(string $page): string
{
    $path = str_replace('%2F', '/', rawurlencode(str_replace(':', '/', $page)));
    $stored = @file_get_contents(data_dir() . "/meta/$path.meta");
    $metadata = $stored === false ? [] : unserialize($stored, ['allowed_classes' => false]);
    return (string) ($metadata['current']['description']['abstract'] ?? '');
}

// Release 1.0 has the fault that the demo's comparison finds: an edit by nobody has no author.
function author_of(string $user): ?string
{
    if ($user === '') {
        return getenv('RELEASE') === '1.0' ? null : 'anonymous@undisclosed.example.com (Anonymous)';
    }
    return "$user@undisclosed.example.com ($user)";
}

function change_document(array $change, string $base): array
{
    $space = strrpos($change['page'], ':') === false ? null : substr($change['page'], 0, strrpos($change['page'], ':'));
    $summary = strip_tags($change['summary']);
    return array_filter([
        'page' => $change['page'],
        'headline' => $change['page'] . ($summary === '' ? '' : " - $summary"),
        'url' => "{$base}doku.php?id={$change['page']}",
        'abstract' => abstract_of($change['page']),
        'author' => author_of($change['user']),
        'space' => $space,
        'changed_at' => gmdate('Y-m-d\TH:i:s\Z', $change['time']),
    ], fn ($value) => $value !== null);
}

function feed_document(array $query, string $host): array
{
    $base = "http://$host/";
    $name = 'The Wiki That Grew';
    $space = is_string($query['ns'] ?? null) ? $query['ns'] : '';
    $changes = recent_changes(max(0, (int) ($query['num'] ?? DEFAULT_COUNT)), $space, !empty($query['minor']));
    return [
        'schema' => 'changes/2',
        'generated_at' => gmdate('Y-m-d\TH:i:s\Z'),
        'wiki' => [
            'name' => $space === '' ? $name : "$name $space",
            'tagline' => '',
            'url' => $base,
            'icon' => ['src' => "{$base}lib/tpl/dokuwiki/images/favicon.ico", 'alt' => $name, 'href' => $base],
        ],
        'changes' => array_map(fn (array $change) => change_document($change, $base), $changes),
    ];
}

function answer(int $status, array $document): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($document, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
}

if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) === '/v2/changes') {
    answer(200, feed_document($_GET, $_SERVER['HTTP_HOST'] ?? 'localhost'));
} else {
    answer(404, ['error' => 'not found']);
}
