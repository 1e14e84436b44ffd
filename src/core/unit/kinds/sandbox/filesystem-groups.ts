/** Groups of file systems (systemd.exec(5), RestrictFileSystems=), as `systemd-analyze filesystems` lists them. */
const table: Readonly<Record<string, string>> = {
  'basic-api': 'cgroup cgroup2 devpts devtmpfs mqueue proc sysfs',
  anonymous: 'anon_inodefs pipefs sockfs',
  application: 'autofs fuse overlay',
  'auxiliary-api': 'binfmt_misc configfs efivarfs fusectl hugetlbfs rpc_pipefs securityfs',
  'common-block': 'btrfs erofs exfat ext4 f2fs iso9660 ntfs3 squashfs udf vfat xfs',
  'historical-block': 'ext2 ext3 minix',
  network: 'afs ceph cifs gfs gfs2 ncp ncpfs nfs nfs4 ocfs2 orangefs pvfs2 smb3 smbfs',
  'privileged-api': 'bpf debugfs pstore tracefs',
  security: 'apparmorfs selinuxfs smackfs',
  temporary: 'ramfs tmpfs',
  known: `
    apparmorfs adfs affs afs anon_inodefs autofs balloon-kvm bcachefs bdev binder binfmt_misc bpf btrfs
    btrfs_test_fs cpuset ceph cgroup2 cgroup cifs coda configfs cramfs dax debugfs devmem devpts devtmpfs dmabuf
    ecryptfs efivarfs efs erofs ext2 ext3 ext4 exfat f2fs fuseblk fuse fusectl gfs gfs2 hostfs hpfs hugetlbfs
    iso9660 jffs2 minix mqueue msdos ncp ncpfs nfs nfs4 nilfs2 nsfs ntfs ntfs3 ocfs2 openpromfs orangefs overlay
    pidfs pipefs ppc-cmm proc pstore pvfs2 qnx4 qnx6 ramfs resctrl reiserfs rpc_pipefs secretmem securityfs
    selinuxfs shiftfs smackfs smb3 smbfs sockfs squashfs sysfs tmpfs tracefs udf usbdevfs vboxsf vfat v9fs xenfs xfs
    z3fold zonefs zsmalloc
  `,
}

/** The file systems in a group, undefined when there is no such group. */
export function fileSystemsOf(group: string): readonly string[] | undefined {
  const members = Object.hasOwn(table, group) ? table[group] : undefined
  return members?.split(/\s+/).filter(name => name !== '')
}
