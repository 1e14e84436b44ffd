#!/usr/bin/perl
# act UNIT KEY DEED...: what the commands of compared units run. Writes down that it ran and what it was told, then does the deed.
# Deeds are words that may be chained: notify READY=1 wait 100 exit 3.
use strict;
use warnings;
use POSIX ();
use Socket;

my ($unit, $key, @deed) = @ARGV;

sub note {
    my ($line) = @_;
    $line =~ s/\n/\\n/g;
    # What runs beside the main process writes at the same time as that.
    my $beside = $key =~ /^(?:startpost|reload|stop)\b/ ? '+' : '';
    open my $log, '>>', "/lives/log/$unit$beside" or exit 99;
    syswrite $log, "$line\n";
}

# Whether a process number says "this process", "some process" or nothing is all that can be compared.
sub told {
    my @told;
    for my $name (qw(EXIT_CODE EXIT_STATUS SERVICE_RESULT TRIGGER_UNIT MONITOR_UNIT MONITOR_SERVICE_RESULT MONITOR_EXIT_CODE
        MONITOR_EXIT_STATUS RUNTIME_DIRECTORY STATE_DIRECTORY LISTEN_FDS LISTEN_FDNAMES WATCHDOG_USEC FDSTORE)) {
        push @told, "$name=$ENV{$name}" if defined $ENV{$name};
    }
    for my $name (qw(INVOCATION_ID NOTIFY_SOCKET MAINPID MONITOR_INVOCATION_ID)) { push @told, $name if defined $ENV{$name} }
    for my $name (qw(SYSTEMD_EXEC_PID LISTEN_PID WATCHDOG_PID)) {
        push @told, "$name=" . ($ENV{$name} == $$ ? 'self' : 'other') if defined $ENV{$name};
    }
    return join ' ', @told;
}

sub notify {
    my ($text) = @_;
    my $path = $ENV{NOTIFY_SOCKET} or return note("$key: nobody to notify");
    $path =~ s/^@/\0/;
    socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or exit 98;
    send($socket, $text, 0, sockaddr_un($path)) or note("$key: notify failed: $!");
}

# The driver waits for whoever calls itself timed, and for whoever has not said yet what it is.
sub now_doing { $0 = "act $unit $key $_[0]" }
sub nap { select undef, undef, undef, $_[0] }
sub stay { now_doing('stays'); nap(1000) while 1 }

sub reload_now {
    note("$key: HUP");
    # The clock behind this file is coarse, and the stamp must not be older than the signal.
    open my $clock, '<', '/proc/uptime';
    my ($uptime) = split / /, <$clock>;
    notify(sprintf "RELOADING=1\nMONOTONIC_USEC=%d", ($uptime + 0.02) * 1e6);
    notify('READY=1');
}

sub pid_of_daemon {
    my ($path) = @_;
    return if $path eq '-';
    open my $file, '>', $path or exit 97;
    print $file "$$\n";
}

sub serve {
    open my $listener, '+<&=', 3 or exit 96;
    now_doing('stays');
    while (1) {
        if (-p $listener) { exit 95 unless sysread $listener, my $text, 4096 }
        else { accept(my $guest, $listener) or next; close $guest }
        note("$key: served");
    }
}

my %deeds = (
    exit => sub { POSIX::_exit($_[0]) },
    die => sub { $SIG{$_[0]} = 'DEFAULT'; kill $_[0], $$; nap(1) },
    wait => sub { my ($ms, @next) = @_; now_doing('timed'); nap($ms / 1000); perform(@next) },
    stay => \&stay,
    deaf => sub { my @next = @_; $SIG{TERM} = sub { note("$key: TERM") }; perform(@next) },
    polite => sub { my ($code, @next) = @_; $SIG{TERM} = sub { note("$key: TERM"); POSIX::_exit($code) }; perform(@next) },
    hears => sub { my ($signal, @next) = @_; $SIG{$signal} = sub { note("$key: $signal") }; perform(@next) },
    notify => sub { my ($text, @next) = @_; $text =~ s/\\n/\n/g; notify($text); perform(@next) },
    mainpid => sub { my (@next) = @_; notify("MAINPID=$$\nREADY=1"); perform(@next) },
    reloads => sub { my @next = @_; $SIG{HUP} = \&reload_now; perform(@next) },
    pings => sub { now_doing('stays'); while (1) { notify('WATCHDOG=1'); nap(0.1) } },
    child => sub { my ($kind, @next) = @_; if (!fork) { $key .= '-child'; perform($kind, 'stay') } perform(@next) },
    daemon => sub {
        my ($path, @next) = @_;
        pipe my $in, my $out;
        if (fork) { close $out; sysread $in, my $ready, 1; POSIX::_exit(0) }
        POSIX::setsid();
        close $in;
        $key .= '-daemon';
        pid_of_daemon($path);
        now_doing($next[0] eq 'wait' ? 'timed' : 'stays');
        close $out;
        perform(@next);
    },
    killmain => sub { my ($signal, @next) = @_; kill $signal, $ENV{MAINPID} if $ENV{MAINPID}; perform(@next) },
    touch => sub { my ($path, @next) = @_; open my $file, '>', $path; perform(@next) },
    serve => \&serve,
    # These two are not commands of units but steps of the scenario.
    'killed-from-outside' => sub {
        my ($signal, $whom) = @_;
        my ($pid) = `systemctl show -p MainPID --value -- $whom` =~ /(\d+)/;
        POSIX::_exit($pid ? kill($signal, $pid) ? 0 : 2 : 1);
    },
    poke => sub {
        my ($path) = @_;
        if (-p $path) { sysopen(my $fifo, $path, POSIX::O_RDWR()) or exit 1; syswrite $fifo, 'x'; nap(0.3); exit 0 }
        socket(my $socket, PF_UNIX, SOCK_STREAM, 0) or exit 2;
        exit(connect($socket, sockaddr_un($path)) ? 0 : 1);
    },
);

sub perform {
    my ($what, @rest) = @_;
    my $do = $deeds{$what} or exit 94;
    $do->(@rest);
}

note("$key @deed | " . told()) if $unit ne '-';
perform(@deed);
