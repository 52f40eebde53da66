namespace Taler.Paywall.Testing.Corpus;

/// <summary>Hosts that the server is not, and hosts that nobody is.</summary>
internal static class Hosts
{
    public static IEnumerable<AuditCase> All(AuditTarget target)
    {
        var one = new AuditCase("", target.Method, target.Path + target.Query);
        (string Name, string Host)[] hosts =
        [
            ("a foreign host", "foreign.example"),
            ("a foreign host with a port", "foreign.example:80"),
            ("localhost", "localhost"),
            ("a host in capitals", "LOCALHOST"),
            ("a host with a dot at its end", "localhost."),
            ("an empty host", ""),
            ("a host of version 6", "[::1]"),
            ("a host of zeros", "0.0.0.0"),
            ("a host with a port that is none", "localhost:99999"),
            ("a host with a user", "user@localhost"),
            ("a host with a path", "localhost/free"),
            ("a host with a fragment", "localhost#"),
            ("a host with a question mark", "localhost?"),
            ("a host with a space", "local host"),
            ("a host with an escape", "local%68ost"),
            ("a host with raw bytes", "\u00ff"),
            ("a host of wildcards", "*"),
            ("a host of dots", ".."),
            ("a very long host", new string('a', 300) + ".example"),
        ];
        foreach (var (name, host) in hosts)
            yield return one with { Name = name, Host = host };
        yield return one with { Name = "no host", Host = null };
        yield return one with { Name = "two hosts", Headers = [new("Host", "foreign.example")] };
        yield return one with { Name = "the absolute form of a foreign host, with that host", RequestTarget = "http://foreign.example" + one.RequestTarget, Host = "foreign.example" };
        yield return one with { Name = "a host in a line that goes on", Headers = [new("X-Host", "a\r\n localhost")], Wires = Wires.Http1, EndsConnection = true };
    }
}
