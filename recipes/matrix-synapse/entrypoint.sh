# Writes the configuration from settings and secrets, makes the key that signs this server's messages if there is none,
# then runs Synapse. The first lines are root's, who only gives the volume to user 991.
set -euo pipefail

if [[ $(id -u) == 0 ]]; then
  chown 991:991 /data
  exec gosu 991:991 bash "$0"
fi

# As YAML: on one line, quoted.
quoted() {
  printf "'%s'" "$(printf '%s' "$1" | tr '\n\r' '  ' | sed "s/'/''/g")"
}

for switch in ENABLE_REGISTRATION SMTP_FORCE_TLS; do
  [[ ${!switch:-false} =~ ^(true|false)$ ]] || { echo "$switch is \"${!switch}\"; it may be true or false" >&2; exit 1; }
done
[[ ${SMTP_PORT:-25} =~ ^[0-9]{1,5}$ ]] || { echo "SMTP_PORT \"$SMTP_PORT\" is not a number" >&2; exit 1; }

umask 077
config=/tmp/homeserver.yaml
cat > /tmp/log.yaml <<YAML
version: 1
disable_existing_loggers: false
formatters:
  line: {format: '%(asctime)s %(levelname)s %(name)s: %(message)s'}
handlers:
  console: {class: logging.StreamHandler, formatter: line}
root: {level: $(quoted "$LOG_LEVEL"), handlers: [console]}
YAML

cat > "$config" <<YAML
server_name: $(quoted "${SERVER_NAME:-$DOMAIN}")
public_baseurl: $(quoted "https://$DOMAIN/")
serve_server_wellknown: true
pid_file: /tmp/homeserver.pid
log_config: /tmp/log.yaml
listeners:
  # Only the proxy reaches this port; what it says of a client's address holds.
  - {port: 8008, type: http, tls: false, x_forwarded: true, bind_addresses: ['0.0.0.0'], resources: [{names: [client, federation], compress: false}]}
database:
  name: psycopg2
  args:
    host: db
    dbname: synapse
    user: synapse
    password: $(quoted "$(cat /run/secrets/db_password)")
    cp_min: 5
    cp_max: 10
media_store_path: /data/media_store
signing_key_path: /data/signing.key
max_upload_size: $(quoted "$MAX_UPLOAD_SIZE")
registration_shared_secret_path: /run/secrets/reg_secret
macaroon_secret_key_path: /run/secrets/macaroon_key
form_secret_path: /run/secrets/form_secret
# Whoever registers needs a token that an administrator made.
enable_registration: $ENABLE_REGISTRATION
registration_requires_token: true
report_stats: false
trusted_key_servers: [{server_name: matrix.org}]
suppress_key_server_warning: true
YAML

if [[ -n ${SMTP_HOST:-} ]]; then
  cat >> "$config" <<YAML
email:
  smtp_host: $(quoted "$SMTP_HOST")
  smtp_port: $SMTP_PORT
  smtp_user: $(quoted "$SMTP_USER")
  smtp_pass: $(quoted "$(cat /run/secrets/smtp_pass)")
  force_tls: $SMTP_FORCE_TLS
  notif_from: $(quoted "$SMTP_FROM")
YAML
fi

if [[ -n ${OIDC_ISSUER:-} ]]; then
  cat >> "$config" <<YAML
oidc_providers:
  - idp_id: oidc
    idp_name: $(quoted "$OIDC_NAME")
    issuer: $(quoted "$OIDC_ISSUER")
    client_id: $(quoted "$OIDC_CLIENT_ID")
    client_secret_path: /run/secrets/oidc_secret
    scopes: [openid, profile, email]
    user_mapping_provider:
      config:
        localpart_template: '{{ user.preferred_username }}'
        display_name_template: '{{ user.name }}'
        email_template: '{{ user.email }}'
YAML
fi

until : < /dev/tcp/db/5432; do sleep 1; done 2> /dev/null
[[ -s /data/signing.key ]] || python -m synapse.app.homeserver --config-path "$config" --generate-keys
export SYNAPSE_CONFIG_PATH=$config
exec /start.py
