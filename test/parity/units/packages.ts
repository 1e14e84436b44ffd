/** Packages of Debian 13 whose unit files are held against real systemd by scripts/compare-units.ts. */
// biome-ignore format: a list of names
export const packages: readonly string[] = [
  'nginx-common', 'apache2', 'lighttpd', 'varnish', 'squid', 'haproxy', 'tinyproxy', 'privoxy', 'uwsgi', 'php8.4-fpm', 'tomcat10',
  'mariadb-server', 'postgresql-common', 'redis-server', 'memcached', 'slapd', 'etcd-server', 'rabbitmq-server', 'mosquitto',
  'beanstalkd', 'gearman-job-server', 'zookeeperd',
  'postfix', 'exim4-base', 'dovecot-core', 'opensmtpd', 'rspamd', 'clamav-daemon', 'clamav-freshclam', 'spamd',
  'bind9', 'named', 'unbound', 'dnsmasq', 'nsd', 'knot', 'pdns-server', 'pdns-recursor', 'dnsdist', 'kea-dhcp4-server', 'radvd',
  'openssh-server', 'tinysshd', 'dropbear-bin', 'fail2ban', 'openvpn', 'wireguard-tools', 'strongswan-starter', 'xl2tpd', 'tor',
  'stunnel4', 'i2pd', 'nftables', 'ufw', 'firewalld', 'netfilter-persistent', 'conntrackd', 'keepalived', 'frr', 'bird2',
  'vsftpd', 'proftpd-core', 'rsync', 'nfs-kernel-server', 'nfs-common', 'rpcbind', 'samba', 'winbind', 'autofs', 'glusterfs-server',
  'open-iscsi', 'multipath-tools', 'drbd-utils', 'corosync', 'pacemaker', 'mdadm', 'lvm2', 'dmeventd', 'smartmontools', 'udisks2',
  'cups-daemon', 'cups-browsed', 'avahi-daemon', 'bluez', 'modemmanager', 'network-manager', 'wpasupplicant', 'ifupdown', 'isc-dhcp-client',
  'chrony', 'ntpsec', 'openntpd', 'systemd-timesyncd', 'systemd-resolved', 'cron', 'anacron', 'at', 'logrotate', 'rsyslog', 'syslog-ng-core',
  'sysstat', 'collectd-core', 'prometheus-node-exporter', 'prometheus-alertmanager', 'zabbix-agent', 'nagios-nrpe-server', 'monit', 'munin-node',
  'snmpd', 'snmptrapd', 'lm-sensors', 'watchdog', 'irqbalance', 'haveged', 'rng-tools5', 'acpid', 'thermald', 'tlp', 'upower', 'power-profiles-daemon',
  'containerd', 'lxc', 'libvirt-daemon-system', 'qemu-guest-agent', 'open-vm-tools', 'cloud-init', 'unattended-upgrades', 'apt-cacher-ng', 'packagekit',
  'polkitd', 'accountsservice', 'rtkit', 'colord', 'geoclue-2.0', 'lightdm', 'gdm3', 'sssd-common', 'nslcd', 'nscd', 'freeradius', 'krb5-kdc', 'krb5-admin-server',
  'pcscd', 'usbmuxd', 'gpsd', 'mpd', 'icecast2', 'minidlna', 'transmission-daemon', 'deluged', 'syncthing', 'supervisor', 'bacula-fd', 'borgmatic',
  'plocate', 'man-db', 'e2fsprogs', 'util-linux', 'fwupd', 'systemd', 'dbus', 'tftpd-hpa', 'atftpd', 'ser2net', 'inspircd', 'ngircd', 'ejabberd', 'prosody',
  'mumble-server', 'coturn', 'asterisk', 'kamailio', 'ircd-hybrid', 'znc', 'shairport-sync', 'spice-vdagent', 'xrdp', 'tigervnc-standalone-server',
]
