namespace Taler.Paywall.Testing.Corpus;

/// <summary>Headers of browsers, caches and programs: parts, conditions, prefetching, what is accepted, who asks.</summary>
internal static class ClientHeaders
{
    private const string LongAgo = "Mon, 01 Jan 1990 00:00:00 GMT";
    private const string FarAway = "Fri, 01 Jan 2100 00:00:00 GMT";

    public static IEnumerable<HeaderTrick> All =>
    [
        .. Many("range", "Range", "bytes=0-", "bytes=0-0", "bytes=0-99", "bytes=-20", "bytes=1-", "bytes=0-4,6-9", "bytes=0-0,0-0,0-0", "BYTES=0-9", "bytes=9-1", "items=0-1", "bytes=0-18446744073709551616"),
        new("a range if unchanged long ago", new Header("Range", "bytes=0-9"), new Header("If-Range", LongAgo)),
        new("a range if unchanged in the far future", new Header("Range", "bytes=0-9"), new Header("If-Range", FarAway)),
        new("a range if the tag is the same", new Header("Range", "bytes=0-9"), new Header("If-Range", "\"x\"")),
        .. Many("only if no tag is", "If-None-Match", "*", "\"x\"", "W/\"x\"", "x", ""),
        .. Many("only if a tag is", "If-Match", "*", "\"x\"", ""),
        .. Many("only if modified since", "If-Modified-Since", LongAgo, FarAway, "yesterday"),
        .. Many("only if unmodified since", "If-Unmodified-Since", LongAgo, FarAway),
        new("not changed, by tag and by time", new Header("If-None-Match", "*"), new Header("If-Modified-Since", FarAway)),
        .. Many("cache control", "Cache-Control", "no-cache", "only-if-cached", "max-stale=99999999", "max-age=99999999"),
        HeaderTrick.Of("pragma", "Pragma", "no-cache"),
        .. Many("purpose", "Purpose", "prefetch", "preview"),
        .. Many("fetch purpose", "Sec-Purpose", "prefetch", "prefetch;prerender"),
        HeaderTrick.Of("prefetch of old Firefox", "X-Moz", "prefetch"),
        HeaderTrick.Of("preview of Safari", "X-Purpose", "preview"),
        HeaderTrick.Of("early data", "Early-Data", "1"),
        HeaderTrick.Of("a service worker", "Service-Worker", "script"),
        .. Many("accept", "Accept", "text/html", "*/*", "application/json", "image/*", "text/event-stream", "text/css,*/*;q=0.1", "text/html;q=0", "nonsense", "", "application/signed-exchange;v=b3"),
        HeaderTrick.Of("accept twice", "Accept", "image/png", "text/html"),
        HeaderTrick.Of("a very long accept", "Accept", string.Concat(Enumerable.Repeat("a/b,", 500)) + "*/*"),
        .. Many("encoding", "Accept-Encoding", "gzip", "br", "identity", "gzip;q=0, *;q=0", "deflate"),
        .. Many("language", "Accept-Language", "tr", "x", "*"),
        HeaderTrick.Of("a script of the site", "X-Requested-With", "XMLHttpRequest"),
        new("a fetch of another site", new Header("Sec-Fetch-Site", "cross-site"), new Header("Sec-Fetch-Mode", "no-cors"), new Header("Origin", "https://foreign.example")),
        new("a fetch of the site", new Header("Sec-Fetch-Site", "same-origin"), new Header("Sec-Fetch-Mode", "cors"), new Header("Origin", "http://" + AuditCase.Own)),
        .. Many("authorization", "Authorization", "Bearer x", "Bearer secret-token:sandbox", "Basic YWRtaW46YWRtaW4=", "Basic", "Negotiate x", "Payment x", "L402 x:y", "Taler x", ""),
        HeaderTrick.Of("an API key", "X-Api-Key", "x"),
        HeaderTrick.Of("a payment of another protocol", "X-Payment", "e30="),
        HeaderTrick.Of("a Taler header", "Taler", "taler://pay/x/y/"),
        HeaderTrick.Of("an idempotency key", "Idempotency-Key", "x"),
        .. Many("user agent", "User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8", "", "nginx health check"),
        .. Many("referer", "Referer", "http://" + AuditCase.Own + "/", "https://www.google.com/", "x"),
        HeaderTrick.Of("a date", "Date", LongAgo),
        HeaderTrick.Of("a via", "Via", "1.1 cache"),
        HeaderTrick.Of("no hops left", "Max-Forwards", "0"),
        HeaderTrick.Of("a debug header", "X-Debug", "1"),
        HeaderTrick.Of("a trace", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        new("a fetch destination twice", new Header("Sec-Fetch-Dest", "document"), new Header("Sec-Fetch-Dest", "image")),
        new("very many headers", [.. Enumerable.Range(0, 60).Select(n => new Header($"X-Filler-{n}", "x"))]),
    ];

    private static IEnumerable<HeaderTrick> Many(string name, string header, params string[] values) =>
        values.Select(value => HeaderTrick.Of(value.Length == 0 ? $"{name}: nothing" : $"{name}: {value}", header, value));
}
