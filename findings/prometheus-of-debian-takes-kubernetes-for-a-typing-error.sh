#!/bin/sh
# prometheus 2.42.0+ds-5+deb12u1 (Debian 12): a configuration with kubernetes_sd_configs does not load. It says
# "field kubernetes_sd_configs not found in type config.ScrapeConfig", which is what it says of a key that is misspelt.
# So it is with consul, kuma, linode and nomad; docker, ec2, gce and twenty others are there.
#
# Guessed: all that the documentation of 2.42 lists is there, or the server says that it was built without it. Seen: discoveries
# are left out at build time, and then their names are no keys at all: a file that another Prometheus of the same version runs with
# stops this one at its start, and promtool blames the line.
#
#   sh prometheus-of-debian-takes-kubernetes-for-a-typing-error.sh      needs apt-get and dpkg
set -eu

version=2.42.0+ds-5+deb12u1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq "prometheus=$version" 2>/dev/null
dpkg -x prometheus_*.deb .
usr/bin/promtool --version 2>&1 | sed -n 1p

says() {
    printf 'scrape_configs:\n  - job_name: a\n    %s: []\n' "$1" >check.yml
    if usr/bin/promtool check config check.yml >said 2>&1; then
        echo "$1: loads"
    else
        echo "$1: $(grep -o 'field .*' said)"
    fi
}

seen=$(for key in kubernetes_sd_configs consul_sd_configs kuma_sd_configs linode_sd_configs nomad_sd_configs \
    kubernets_sd_configs docker_sd_configs ec2_sd_configs gce_sd_configs; do says "$key"; done)
printf '%s\n' "$seen"
expected='kubernetes_sd_configs: field kubernetes_sd_configs not found in type config.ScrapeConfig
consul_sd_configs: field consul_sd_configs not found in type config.ScrapeConfig
kuma_sd_configs: field kuma_sd_configs not found in type config.ScrapeConfig
linode_sd_configs: field linode_sd_configs not found in type config.ScrapeConfig
nomad_sd_configs: field nomad_sd_configs not found in type config.ScrapeConfig
kubernets_sd_configs: field kubernets_sd_configs not found in type config.ScrapeConfig
docker_sd_configs: loads
ec2_sd_configs: loads
gce_sd_configs: loads'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
