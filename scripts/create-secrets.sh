#!/bin/sh
# Writes the secrets that docker-compose.yml mounts into secrets/, each once: what is there stays as it is.
#
#   sh scripts/create-secrets.sh
#
# The services read the files as users of their own, so everybody may read them who may enter the folder; only its
# owner may.
set -eu
umask 077
cd "$(dirname "$0")/.."
mkdir -p secrets

# A file `secrets/<name>` with what is on standard input, unless there is one.
keep() {
  if [ -e "secrets/$1" ]; then
    echo "secrets/$1 is there already"
    return
  fi
  cat > "secrets/$1"
  chmod 644 "secrets/$1"
  echo "wrote secrets/$1"
}

# 32 random bytes in hexadecimal.
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

random | keep serve_token
random | keep grafana_password
# Empty until somebody writes what is meant to be in them: what is not used needs none, but a file has to be there.
for name in model_api_key slack_api_url pagerduty_routing_key smtp_password alert_webhook_token; do
  keep "$name" < /dev/null
done
echo 'Grafana: http://127.0.0.1:3000, user admin, password in secrets/grafana_password'
