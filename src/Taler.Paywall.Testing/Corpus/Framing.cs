namespace Taler.Paywall.Testing.Corpus;

/// <summary>Bodies, expectations, and heads whose lines end or go on in unusual ways.</summary>
internal static class Framing
{
    private const string Form = "application/x-www-form-urlencoded";

    public static IEnumerable<AuditCase> All(AuditTarget target) => Bodies(target).Concat(Heads(target));

    private static IEnumerable<AuditCase> Bodies(AuditTarget target)
    {
        var text = target.Path + target.Query;
        foreach (var method in new[] { "POST", "GET", "HEAD", "PUT", "DELETE" })
        {
            yield return Http1("a form", method, text, "_method=GET&x=1", new Header("Content-Type", Form), new Header("Content-Length", "15"));
            yield return Http1("a chunked body", method, text, "3\r\na=b\r\n0\r\n\r\n", new Header("Transfer-Encoding", "chunked"));
            yield return Http1("chunks with extensions", method, text, "3;x=\"y\"\r\na=b\r\n0\r\nX-End: x\r\n\r\n", new Header("Transfer-Encoding", "chunked"));
            yield return Http1("an expectation", method, text, "a=b", new Header("Expect", "100-continue"), new Header("Content-Length", "3"));
        }
        yield return Http1("both ways to tell the length", "POST", text, "0\r\n\r\n", new Header("Content-Length", "5"), new Header("Transfer-Encoding", "chunked"));
        yield return Http1("an unknown coding", "POST", text, "", new Header("Transfer-Encoding", "identity"));
        yield return Http1("chunked twice", "POST", text, "0\r\n\r\n", new Header("Transfer-Encoding", "chunked"), new Header("Transfer-Encoding", "chunked"));
        yield return Http1("a length twice", "POST", text, "", new Header("Content-Length", "0"), new Header("Content-Length", "0"));
        yield return Http1("two different lengths", "POST", text, "", new Header("Content-Length", "0"), new Header("Content-Length", "3"));
        yield return Http1("a negative length", "POST", text, "", new Header("Content-Length", "-1"));
        yield return Http1("a length that never comes", "GET", text, "", new Header("Content-Length", "1000000"));
        yield return Http1("an unknown expectation", "GET", text, "", new Header("Expect", "200-ok"));
        yield return Http1("the target right after a free request", "GET", "/", "") with { Behind = $"{target.Method} {text} HTTP/1.1\r\nHost: localhost\r\nSec-Purpose: prefetch\r\nConnection: close\r\n\r\n" };
        yield return new AuditCase("a form over HTTP/2", "POST", text) { Body = "_method=GET", Headers = [new("Content-Type", Form)], Wires = Wires.Http2 };
        yield return new AuditCase("a GET with a body over HTTP/2", "GET", text) { Body = "x", Wires = Wires.Http2 };
        yield return new AuditCase("a wrong length over HTTP/2", "POST", text) { Body = "x", Headers = [new("Content-Length", "5")], Wires = Wires.Http2 };
    }

    private static IEnumerable<AuditCase> Heads(AuditTarget target)
    {
        var one = new AuditCase("", target.Method, target.Path + target.Query) { Wires = Wires.Http1, EndsConnection = true };
        yield return one with { Name = "lines without a carriage return", LineEnd = "\n" };
        yield return one with { Name = "a header that goes on in the next line", Headers = [new("X-Folded", "a\r\n b")] };
        yield return one with { Name = "a header that goes on with a tab", Headers = [new("X-Folded", "a\r\n\tb")] };
        yield return one with { Name = "a space before the colon", Headers = [new("X-Space ", "x")] };
        yield return one with { Name = "a header without a name", Headers = [new("", "x")] };
        yield return one with { Name = "a header with a NUL", Headers = [new("X-Nul", "a\0b")] };
        yield return one with { Name = "a header of raw bytes", Headers = [new("X-Raw", "\u00ff\u00fe")] };
        yield return one with { Name = "a header with a carriage return", Headers = [new("X-Return", "a\rb")] };
        yield return one with { Name = "a head within the head", Headers = [new("X-Split", "a\r\n\r\nGET / HTTP/1.1")] };
        yield return one with { Name = "a header named after the pseudo header", Headers = [new(":path", "/")], Wires = Wires.Both };
        yield return one with { Name = "an empty line before the method", Method = "\r\n" + target.Method };
        yield return one with { Name = "a space before the method", Method = " " + target.Method };
    }

    private static AuditCase Http1(string name, string method, string target, string body, params Header[] headers) =>
        new($"{name}, {method}", method, target) { Body = body, Headers = headers, Wires = Wires.Http1, EndsConnection = true };
}
