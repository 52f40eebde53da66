namespace Taler.Paywall.Testing.Corpus;

/// <summary>Requests that want to go on in another protocol.</summary>
internal static class Upgrades
{
    private static readonly Header Key = new("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    private static readonly Header Version = new("Sec-WebSocket-Version", "13");

    public static IEnumerable<AuditCase> All(AuditTarget target)
    {
        var text = target.Path + target.Query;
        yield return Upgrade("a WebSocket", text, "websocket", Key, Version);
        yield return Upgrade("a WebSocket in capitals", text, "WEBSOCKET", Key, Version);
        yield return Upgrade("a WebSocket of another site", text, "websocket", Key, Version, new Header("Origin", "https://foreign.example"));
        yield return Upgrade("a WebSocket with a protocol", text, "websocket", Key, Version, new Header("Sec-WebSocket-Protocol", "chat"));
        yield return Upgrade("a WebSocket by a browser", text, "websocket", Key, Version, new Header("Sec-Fetch-Mode", "websocket"));
        yield return Upgrade("a WebSocket without a key", text, "websocket", Version);
        yield return Upgrade("a WebSocket of an old version", text, "websocket", Key, new Header("Sec-WebSocket-Version", "8"));
        yield return Upgrade("a WebSocket with a slash at its end", target.Path + "/" + target.Query, "websocket", Key, Version);
        yield return Upgrade("a WebSocket in capitals of the path", target.Path.ToUpperInvariant() + target.Query, "websocket", Key, Version);
        yield return Upgrade("a WebSocket with a doubled slash", "/" + text, "websocket", Key, Version);
        yield return Upgrade("an upgrade to HTTP/2", text, "h2c", new Header("HTTP2-Settings", "AAMAAABkAAQAAP__"));
        yield return Upgrade("an upgrade to TLS", text, "TLS/1.2");
        yield return Upgrade("an upgrade to anything", text, "x");
        yield return Upgrade("a WebSocket by POST", text, "websocket", Key, Version) with { Method = "POST" };
        yield return Upgrade("a WebSocket by CONNECT", text, "websocket", Key, Version) with { Method = "CONNECT" };
        foreach (var protocol in new[] { "websocket", "WebSocket", "connect-udp", "webtransport", "x" })
            yield return Connect($"an extended CONNECT for {protocol}", text, protocol);
        yield return Connect("an extended CONNECT with a slash at its end", target.Path + "/" + target.Query, "websocket");
        yield return Connect("an extended CONNECT in capitals", target.Path.ToUpperInvariant() + target.Query, "websocket");
        yield return Connect("an extended CONNECT with a doubled slash", "/" + text, "websocket");
        yield return Connect("an extended CONNECT of another site", text, "websocket", new Header("Origin", "https://foreign.example"));
    }

    private static AuditCase Upgrade(string name, string target, string protocol, params Header[] headers) => new(name, "GET", target)
    {
        Headers = [new("Connection", "Upgrade"), new("Upgrade", protocol), .. headers],
        Wires = Wires.Http1,
    };

    private static AuditCase Connect(string name, string target, string protocol, params Header[] headers) => new(name, "CONNECT", target)
    {
        Headers = [Version, .. headers],
        Protocol = protocol,
        Wires = Wires.Http2,
    };
}
