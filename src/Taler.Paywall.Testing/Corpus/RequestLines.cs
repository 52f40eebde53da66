namespace Taler.Paywall.Testing.Corpus;

/// <summary>Cases that differ in the request line.</summary>
internal static class RequestLines
{
    private static readonly string[] MethodNames =
    [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "QUERY",
        "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "SEARCH", "REPORT", "PURGE", "LINK", "UNLINK", "VIEW", "DEBUG", "TRACK",
        "get", "Get", "gET", "head", "Head", "post", "Post", "options", "connect", "FOO", "GETX", "XGET", "G", "GET.", "GET-", "PRI", "SSTP_DUPLEX_POST", "M-SEARCH",
        "VERYLONGMETHODVERYLONGMETHODVERYLONGMETHODVERYLONGMETHOD",
    ];

    /// <summary>As a picture, and then, the only ones that make orders, as a page and as a program.</summary>
    public static IEnumerable<AuditCase> Plain(AuditTarget target)
    {
        var text = target.Path + target.Query;
        var plain = new AuditCase("the plain request", target.Method, text) { IsPlain = true, NamesTarget = true };
        yield return plain;
        yield return plain with { Name = "the plain request of a page", Headers = [new("Accept", "text/html")], MayOrder = true };
        yield return plain with { Name = "the plain request of a program", Headers = [new("Accept", "application/json")], MayOrder = true, AsksAsProgram = true };
    }

    public static IEnumerable<AuditCase> Paths(AuditTarget target)
    {
        foreach (var edit in PathEdit.All)
        {
            var path = edit.Apply(target.Path);
            if (path != target.Path)
                yield return new AuditCase(edit.Name, target.Method, path + target.Query) { NamesTarget = edit.NamesTarget && target.Method == "GET" };
        }
        yield return new AuditCase("an empty target", target.Method, "");
        yield return new AuditCase("an asterisk for a target", "OPTIONS", "*");
        yield return new AuditCase("an asterisk for a target of GET", "GET", "*");
        yield return new AuditCase("a query for a target", target.Method, "?" + target.Path);
        yield return new AuditCase("two targets", target.Method, target.Path + " /");
        yield return new AuditCase("a tab for a space", target.Method + "\t" + target.Path, target.Path);
    }

    public static IEnumerable<AuditCase> Queries(AuditTarget target) =>
        QueryStrings.All.Select(query => new AuditCase(query.Name, target.Method, QueryStrings.Join(target, target.Path, query.Text)) { NamesTarget = target.Method == "GET" && target.Query.Length == 0 });

    public static IEnumerable<AuditCase> Absolute(AuditTarget target)
    {
        var text = target.Path + target.Query;
        (string Name, string Target)[] forms =
        [
            ("the absolute form", "http://" + AuditCase.Own + text),
            ("the absolute form with https", "https://" + AuditCase.Own + text),
            ("the absolute form in capitals", "HTTP://" + AuditCase.Own + text),
            ("the absolute form of a foreign host", "http://foreign.example" + text),
            ("the absolute form of a foreign host in the first line only", "http://foreign.example:80" + text),
            ("the absolute form of another port", "http://127.0.0.1:1" + text),
            ("the absolute form with a user", "http://user:password@" + AuditCase.Own + text),
            ("the absolute form with a user who looks like a host", "http://foreign.example@" + AuditCase.Own + text),
            ("the absolute form without a host", "http://" + text),
            ("the absolute form with one slash", "http:" + text),
            ("the absolute form of another scheme", "ftp://" + AuditCase.Own + text),
            ("the absolute form of files", "file://" + text),
            ("the absolute form of WebSockets", "ws://" + AuditCase.Own + text),
            ("the absolute form with a doubled slash", "http://" + AuditCase.Own + "/" + text),
            ("the absolute form with a detour", "http://" + AuditCase.Own + "/x/.." + text),
            ("the absolute form with an encoded detour", "http://" + AuditCase.Own + "/x/%2e%2e" + text),
            ("the absolute form with a backslash", "http://" + AuditCase.Own + "\\" + text[1..]),
            ("the absolute form with an encoded slash", "http://" + AuditCase.Own + "/%2F" + text[1..]),
            ("the absolute form with a port of text", "http://" + AuditCase.Own + "x" + text),
            ("the absolute form with a fragment", "http://" + AuditCase.Own + text + "#x"),
            ("the absolute form with a space", "http://" + AuditCase.Own + "%20" + text),
            ("the form without a scheme", "//" + AuditCase.Own + text),
            ("the form without a scheme, of a foreign host", "//foreign.example" + text),
            ("a host and a path", AuditCase.Own + text),
            ("a backslash and a host", "/\\" + AuditCase.Own + text),
        ];
        return
        [
            .. forms.Select(form => new AuditCase(form.Name, target.Method, form.Target)),
            .. forms.Take(4).Select(form => new AuditCase(form.Name + ", HEAD", "HEAD", form.Target)),
            new AuditCase("the authority form", "CONNECT", AuditCase.Own),
            new AuditCase("the authority form of a foreign host", "CONNECT", "foreign.example:443"),
            new AuditCase("CONNECT with the absolute form", "CONNECT", "http://" + AuditCase.Own + text),
            new AuditCase("the authority form of GET", "GET", AuditCase.Own),
        ];
    }

    public static IEnumerable<AuditCase> Methods(AuditTarget target)
    {
        foreach (var method in MethodNames)
        {
            // Whether an answer to a HEAD in other letters has a body is for the server to say.
            var isDoubtful = method != "HEAD" && method.Equals("HEAD", StringComparison.OrdinalIgnoreCase) || method == "CONNECT";
            yield return new AuditCase("method " + method, method, target.Path + target.Query)
            {
                EndsConnection = isDoubtful,
                NamesTarget = target.Method == "GET" && method.ToUpperInvariant() is "GET",
            };
        }
    }

    public static IEnumerable<AuditCase> Versions(AuditTarget target)
    {
        var one = new AuditCase("", target.Method, target.Path + target.Query) { Wires = Wires.Http1, EndsConnection = true };
        foreach (var version in new[] { "HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2", "HTTP/2.0", "HTTP/3.0", "HTTP/01.1", "HTTP/1.10", "http/1.1", "HTTP/1.1 ", "HTTPS/1.1", "HTTP 1.1", "" })
            yield return one with { Name = version.Length == 0 ? "no version" : $"version \"{version}\"", Version = version };
        yield return one with { Name = "version HTTP/1.0 without a host", Version = "HTTP/1.0", Host = null };
        yield return one with { Name = "version HTTP/1.0, kept alive", Version = "HTTP/1.0", Headers = [new("Connection", "keep-alive")] };
        yield return one with { Name = "version HTTP/1.0, the absolute form", Version = "HTTP/1.0", RequestTarget = "http://" + AuditCase.Own + one.RequestTarget };
        yield return one with { Name = "version HTTP/1.0, HEAD", Version = "HTTP/1.0", Method = "HEAD" };
        yield return one with { Name = "version HTTP/1.0, a range", Version = "HTTP/1.0", Headers = [new("Range", "bytes=0-9")] };
    }
}
