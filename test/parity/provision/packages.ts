/** Packages of Debian 13 whose tmpfiles.d and sysusers.d are held against real systemd by scripts/compare-provision.ts. */
// biome-ignore format: a list of names
export const packages: readonly string[] = [
  'systemd', 'systemd-resolved', 'systemd-timesyncd', 'systemd-coredump', 'systemd-journal-remote', 'systemd-oomd', 'systemd-container',
  'systemd-homed', 'udev', 'dbus', 'dbus-system-bus-common', 'base-passwd', 'passwd', 'sudo', 'screen', 'tmux', 'man-db', 'libselinux1',
  'openssh-server', 'openssh-client', 'cron', 'cron-daemon-common', 'at', 'rsyslog', 'polkitd', 'lvm2', 'mdadm', 'cryptsetup', 'e2fsprogs',
  'nginx-common', 'apache2', 'lighttpd', 'haproxy', 'varnish', 'squid', 'tinyproxy', 'php8.4-fpm', 'uwsgi', 'tomcat10', 'gunicorn',
  'mariadb-server', 'postgresql-common', 'pgbouncer', 'redis-server', 'valkey-server', 'memcached', 'slapd', 'mosquitto', 'rabbitmq-server', 'etcd-server',
  'postfix', 'exim4-base', 'dovecot-core', 'opensmtpd', 'opendkim', 'opendmarc', 'rspamd', 'clamav-daemon', 'clamav-freshclam', 'spamd', 'mailman3',
  'bind9', 'unbound', 'dnsmasq', 'nsd', 'knot', 'knot-resolver6', 'pdns-server', 'pdns-recursor', 'kea-common', 'radvd', 'frr', 'bird2', 'keepalived',
  'fail2ban', 'openvpn', 'strongswan-starter', 'tor', 'stunnel4', 'i2pd', 'ufw', 'firewalld', 'vsftpd', 'proftpd-core', 'rsync', 'nfs-common', 'rpcbind',
  'samba-common', 'samba', 'winbind', 'ctdb', 'corosync', 'pacemaker', 'open-iscsi', 'multipath-tools', 'glusterfs-server', 'ceph-common', 'ceph-base',
  'cups-daemon', 'cups-browsed', 'avahi-daemon', 'bluez', 'modemmanager', 'network-manager', 'wpasupplicant', 'ppp', 'chrony', 'ntpsec', 'openntpd',
  'sysstat', 'collectd-core', 'munin-common', 'munin-node', 'munin', 'zabbix-agent', 'nagios-nrpe-server', 'icinga2-common', 'monit', 'snmpd', 'nut-server', 'nut-client',
  'prometheus', 'grafana', 'libvirt-daemon-system', 'qemu-system-common', 'lxc', 'containerd', 'podman', 'docker.io', 'cloud-init', 'waagent',
  'accountsservice', 'rtkit', 'colord', 'geoclue-2.0', 'lightdm', 'gdm3', 'sddm', 'x11-common', 'sssd-common', 'nslcd', 'nscd', 'freeradius', 'krb5-kdc',
  'pcscd', 'usbmuxd', 'gpsd', 'mpd', 'icecast2', 'minidlna', 'transmission-daemon', 'deluged', 'supervisor', 'plocate', 'fwupd', 'flatpak', 'tuned',
  'prosody', 'ejabberd', 'inspircd', 'ngircd', 'coturn', 'asterisk', 'kamailio', 'znc', 'xrdp', 'tpm-udev', 'tss2', 'libtss2-tcti-tabrmd0', 'brltty', 'lirc',
  'slurm-wlm-basic-plugins', 'slurmctld', 'munge', 'opencryptoki', 'softhsm2', 'dirmngr', 'gitolite3', 'gitea', 'puppet-agent', 'saned', 'sane-utils', 'speech-dispatcher',
]
