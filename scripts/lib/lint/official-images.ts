/** Images of the Docker Hub that misspelt names pretend to be: the official ones, and publishers many recipes use. */
export const OFFICIAL_IMAGES: ReadonlySet<string> = new Set(
  (
    'adminer aerospike almalinux alpine amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita buildpack-deps ' +
    'busybox caddy cassandra chronograf cirros clearlinux clefos clickhouse clojure composer convertigo couchbase couchdb crate dart debian ' +
    'docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang fedora flink fluentd friendica gazebo gcc ' +
    'geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world hitch httpd hylang ibmjava influxdb irssi jetty joomla jruby ' +
    'julia kapacitor kibana kong krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo ' +
    'mongo-express monica mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary odoo open-liberty openjdk oraclelinux ' +
    'orientdb percona perl photon php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star redis ' +
    'redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa scratch silverpeas sl solr sonarqube spark ' +
    'spiped storm swift swipl teamspeak telegraf thrift tomcat tomee traefik ubuntu unit valkey varnish vault wordpress xwiki ' +
    'yourls znc zookeeper'
  ).split(' '),
);

export const PUBLISHERS: ReadonlySet<string> = new Set(
  (
    'library bitnami linuxserver grafana prom portainer gitea forgejo collabora onlyoffice matrixdotorg vectorim vaultwarden mattermost ' +
    'rocketchat nextcloud jitsi keycloak authelia goauthentik elasticsearch opensearchproject clickhouse minio postgis pgvector ' +
    'timescale valkey redis mongodb getmeili typesense searxng wallabag bookstack outlinewiki discourse mautic suitecrm ' +
    'plausible matomo penpotapp directus strapi listmonk cryptpad etherpad hedgedoc joplin immich jellyfin navidrome photoprism ' +
    'paperlessngx tootsuite lemmy peertube chocobozzz pixelfed funkwhale owncloud seafileltd syncthing filebrowser ' +
    'traefik containous caddy nginxinc nginx haproxytech thecodingmachine woodpeckerci drone jenkins sonatype'
  ).split(' '),
);
