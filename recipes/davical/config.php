<?php
// DAViCal reads this file on every request. Values come from the settings and secrets of the service.
$c->pg_connect[] = array(
    'dsn'    => 'pgsql:host=db dbname=davical',
    'dbuser' => 'davical_app',
    'dbpass' => rtrim(file_get_contents('/run/secrets/db_password'), "\n"),
);

$c->domain_name = getenv('DOMAIN');
$c->system_name = getenv('SYSTEM_NAME');
$c->admin_email = getenv('ADMIN_EMAIL');

// Only the proxy reaches this service, so its word about the visitor's address holds.
$c->trust_x_forwarded = true;

// The set-up page tells versions and paths.
$c->restrict_setup_to_admin = true;

// Users see each other in the web interface only when they are related.
$c->list_everyone = false;

// New people start with one calendar and one address book.
$c->default_collections = array(
    array('type' => 'addressbook', 'name' => 'addresses', 'displayname' => '%fn contacts', 'privileges' => null),
    array('type' => 'calendar', 'name' => 'calendar', 'displayname' => '%fn calendar', 'privileges' => null),
);
