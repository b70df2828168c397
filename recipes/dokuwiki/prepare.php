<?php
// Does once what DokuWiki's own set-up page would do: the administrator, who may read and write, and the first settings.
// A wiki that has settings is left alone.
$conf = '/storage/conf';
if (file_exists("$conf/local.php")) {
    exit(0);
}
$login = strtolower(getenv('ADMIN_USER'));
if (!preg_match('/^[a-z0-9][a-z0-9._-]{0,39}$/', $login)) {
    fwrite(STDERR, "ADMIN_USER \"$login\" is no name for a login\n");
    exit(1);
}
$mail = getenv('ADMIN_EMAIL');
if (!filter_var($mail, FILTER_VALIDATE_EMAIL)) {
    fwrite(STDERR, "ADMIN_EMAIL \"$mail\" is no address\n");
    exit(1);
}
$password = rtrim(file_get_contents('/run/secrets/admin_pass'), "\n");
$hash = password_hash($password, PASSWORD_BCRYPT);
$strangers = getenv('PUBLIC_READ') === 'true' ? 1 : 0;
$settings = [
    'title' => getenv('WIKI_TITLE'),
    'lang' => getenv('WIKI_LANG'),
    'baseurl' => 'https://' . getenv('DOMAIN'),
    'useacl' => 1,
    'superuser' => '@admin',
    'disableactions' => 'register',
    'license' => '0',
    'mailfrom' => $mail,
];

umask(077);
if (!is_dir($conf)) {
    mkdir($conf, 0755, true);
}
$written = "<?php\n";
foreach ($settings as $key => $value) {
    $written .= "\$conf['$key'] = " . var_export($value, true) . ";\n";
}
// The settings come last: a start that was cut short begins again.
foreach (
    [
        'users.auth.php' => "# users.auth.php\n# <?php exit()?>\n\n$login:$hash:Administrator:$mail:admin,user\n",
        'acl.auth.php' => "# acl.auth.php\n# <?php exit()?>\n\n*\t@ALL\t$strangers\n*\t@user\t8\n",
        'local.php' => $written,
    ] as $name => $text
) {
    file_put_contents("$conf/$name.new", $text);
    rename("$conf/$name.new", "$conf/$name");
}
