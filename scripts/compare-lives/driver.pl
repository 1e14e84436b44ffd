#!/usr/bin/perl
# driver CLIENT: reads a scenario from standard input, lives it in this container, and prints what was seen after each step, as
# lines of KEY TAB VALUE. Of a scenario, `unit NAME` is one to look at, `transient NAME` one that does not stay as it is while it
# runs, `file PATH TEXT` and `link PATH TARGET` are put in place first, and `step COMMAND` is run by a shell, one after another.
use strict;
use warnings;

my ($client) = @ARGV;
my $patience = 12;
my (@units, %transient, @made, @steps);
mkdir "/lives/$_" for qw(log bin);
system 'rm -rf /lives/log/*';
unlink '/lives/bin/systemctl';
symlink $client, '/lives/bin/systemctl';
$ENV{PATH} = "/lives/bin:$ENV{PATH}";
$| = 1;

sub unescape { my ($text) = @_; $text =~ s/\\(.)/$1 eq 'n' ? "\n" : $1/ge; return $text }

sub make_file {
    my ($path, $text) = @_;
    (my $folder = $path) =~ s{/[^/]*$}{};
    system 'mkdir', '-p', $folder;
    open my $file, '>', $path or die "$path: $!";
    print $file unescape($text);
    push @made, $path;
}

while (my $line = <STDIN>) {
    chomp $line;
    my ($what, $rest) = split / /, $line, 2;
    if ($what eq 'unit') { push @units, $rest }
    elsif ($what eq 'transient') { $transient{$rest} = 1 }
    elsif ($what eq 'file') { make_file(split / /, $rest, 2) }
    elsif ($what eq 'link') { my ($path, $target) = split / /, $rest; symlink $target, $path; push @made, $path }
    elsif ($what eq 'step') { push @steps, $rest }
}

my @plain = qw(LoadState ActiveState SubState Result ReloadResult ExecMainCode ExecMainStatus NRestarts ConditionResult
    AssertResult StatusText StatusErrno UnitFileState NeedDaemonReload Job NotifyAccess NAccepted NConnections);
my @counted = qw(MainPID ControlPID ExecMainPID InvocationID ActiveEnterTimestampMonotonic ActiveExitTimestampMonotonic
    InactiveEnterTimestampMonotonic InactiveExitTimestampMonotonic ExecMainStartTimestampMonotonic
    ExecMainExitTimestampMonotonic ConditionTimestampMonotonic WatchdogTimestampMonotonic);
my @commands = qw(ExecCondition ExecStartPre ExecStart ExecStartPost ExecReload ExecStop ExecStopPost);
my $asked = join ',', @plain, @counted, @commands;

sub title_of {
    my ($pid) = @_;
    open my $file, '<', "/proc/$pid/cmdline" or return '';
    my $text = join '', <$file>;
    $text =~ tr/\0/ /;
    $text =~ s/ +$//;
    return $text;
}

# Commands in the order they stand in, each with how it went.
sub history {
    my ($value) = @_;
    return '' unless $value =~ /code=(\S+) ; status=(\S+)/;
    my ($code, $status) = ($1, $2);
    my $began = $value =~ /start_time=\[n\/a\]/ ? 'never' : 'began';
    my $ended = $value =~ /stop_time=\[n\/a\]/ ? 'never' : 'ended';
    my $pid = $value =~ /pid=0 / ? 'none' : 'pid';
    return "$began $ended $pid $code $status";
}

sub look {
    my %seen;
    my $text = `$client show --all -p $asked -- @units 2>&1`;
    my $at = 0;
    my %count;
    for my $line (split /\n/, $text) {
        if ($line eq '') { $at++; %count = (); next }
        my ($key, $value) = split /=/, $line, 2;
        my $unit = $units[$at] // 'none';
        $value //= '';
        if ($key =~ /^Exec(?!Main)/) { my $n = $count{$key}++; $seen{"$unit $key.$n"} = history($value) }
        elsif ($key eq 'MainPID') { $seen{"$unit $key"} = $value ? title_of($value) || 'gone' : 'none' }
        elsif (grep { $_ eq $key } @counted) { $seen{"$unit $key"} = $value && $value ne '0' ? 'set' : 'none' }
        else { $seen{"$unit $key"} = $value }
    }
    for my $path (glob '/proc/[0-9]*') {
        my ($pid) = $path =~ /(\d+)$/;
        my $title = title_of($pid);
        $seen{"process $title"}++ if $title =~ m{^act |/lives/act };
    }
    $seen{jobs} = `$client list-jobs --no-legend 2>&1`;
    return \%seen;
}

# Whether something is bound to happen by itself.
sub is_moving {
    my ($seen) = @_;
    return 1 if $seen->{jobs} =~ /\S/ && $seen->{jobs} !~ /^No jobs/;
    return 1 if grep { /^process (?:.*\/lives\/act |act \S+ \S+ timed)/ } keys %$seen;
    for my $unit (@units) {
        my $state = $seen->{"$unit ActiveState"} // '';
        return 1 if $state =~ /^(?:activating|deactivating|reloading|refreshing)$/;
        return 1 if $transient{$unit} && ($seen->{"$unit SubState"} // '') eq 'running';
    }
    return 0;
}

sub dump_of { my ($seen) = @_; return join "\n", map { "$_\t$seen->{$_}" } sort keys %$seen }

sub settle {
    my $until = time + $patience;
    my ($before, $quiet) = ('', 0);
    while (time < $until) {
        my $seen = look();
        my $now = dump_of($seen);
        $quiet = $now eq $before && !is_moving($seen) ? $quiet + 1 : 0;
        return $seen if $quiet == 2;
        $before = $now;
        select undef, undef, undef, 0.06;
    }
    my $seen = look();
    $seen->{unsettled} = 'yes';
    return $seen;
}

my %read;
sub logged {
    my ($seen) = @_;
    for my $path (glob '/lives/log/*') {
        (my $unit = $path) =~ s{.*/}{};
        open my $file, '<', $path;
        seek $file, $read{$path} // 0, 0;
        my $n = 0;
        while (my $line = <$file>) { chomp $line; $seen->{sprintf '%s log %03d', $unit, $n++} = $line }
        $read{$path} = tell $file;
    }
}

sub report {
    my ($seen) = @_;
    logged($seen);
    for my $path (glob '/run/lives-* /run/lives-*/* /var/lib/lives-* /etc/systemd/system/*/lives-* /etc/systemd/system/lives-*') {
        $seen->{"file $path"} = -l $path ? 'link to ' . readlink $path : -d $path ? 'folder' : 'there';
    }
    for my $key (sort keys %$seen) {
        my $value = $seen->{$key};
        $value =~ s/\\/\\\\/g;
        $value =~ s/\n/\\n/g;
        print "$key\t$value\n";
    }
}

sub slurp { my ($path) = @_; open my $file, '<', $path or return ''; my $text = join '', <$file>; return $text }

sub run_step {
    my ($command) = @_;
    my $status = system "timeout 25 sh -c '$command' >/tmp/lives.out 2>/tmp/lives.err </dev/null";
    return { 'command exit' => $status >> 8, 'command out' => slurp('/tmp/lives.out'), 'command err' => slurp('/tmp/lives.err') };
}

system "$client daemon-reload";
my $number = 0;
for my $step (@steps) {
    print "== $step\n";
    my $came = run_step($step);
    my $seen = settle();
    report({ %$seen, %$came });
}
print "== end\n";
system "$client unmask --runtime @units >/dev/null 2>&1; $client stop @units >/dev/null 2>&1";
system "$client kill -s KILL @units >/dev/null 2>&1; $client stop @units >/dev/null 2>&1; $client stop @units >/dev/null 2>&1";
for my $path (glob '/proc/[0-9]*') {
    my ($pid) = $path =~ /(\d+)$/;
    kill 'KILL', $pid if title_of($pid) =~ m{^act |/lives/act };
}
system "rm -rf /etc/systemd/system/lives-* /etc/systemd/system/*/lives-* /run/systemd/system/lives-* /run/lives-* /var/lib/lives-*";
system "$client start multi-user.target; $client daemon-reload; $client reset-failed @units >/dev/null 2>&1";
