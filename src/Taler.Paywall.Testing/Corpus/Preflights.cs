namespace Taler.Paywall.Testing.Corpus;

/// <summary>Questions that a browser asks before a request to another site, and others that only look so.</summary>
internal static class Preflights
{
    private static readonly Header Origin = new("Origin", "https://foreign.example");
    private static readonly Header Asked = new("Access-Control-Request-Method", "GET");

    public static IEnumerable<(string Method, HeaderTrick Trick)> All =>
    [
        ("OPTIONS", new("a preflight", Origin, Asked)),
        ("OPTIONS", new("a preflight with headers", Origin, Asked, new Header("Access-Control-Request-Headers", "authorization,taler"))),
        ("OPTIONS", new("a preflight of a private network", Origin, Asked, new Header("Access-Control-Request-Private-Network", "true"))),
        ("OPTIONS", new("a preflight for POST", Origin, new Header("Access-Control-Request-Method", "POST"))),
        ("OPTIONS", new("a preflight for nothing", Origin, new Header("Access-Control-Request-Method", ""))),
        ("OPTIONS", new("a preflight without an origin", Asked)),
        ("OPTIONS", new("a preflight without a method", Origin)),
        ("OPTIONS", new("a preflight from nowhere", new Header("Origin", "null"), Asked)),
        ("OPTIONS", new("a preflight with an overridden method", Origin, Asked, new Header("X-HTTP-Method-Override", "GET"))),
        ("OPTIONS", new("a preflight with a range", Origin, Asked, new Header("Range", "bytes=0-9"))),
        ("options", new("a preflight in lower case", Origin, Asked)),
        ("Options", new("a preflight in mixed case", Origin, Asked)),
        ("GET", new("a GET that looks like a preflight", Origin, Asked)),
        ("HEAD", new("a HEAD that looks like a preflight", Origin, Asked)),
        ("POST", new("a POST that looks like a preflight", Origin, Asked, new Header("X-HTTP-Method-Override", "OPTIONS"))),
    ];
}
