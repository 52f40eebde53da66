namespace Taler.Paywall.Testing.Corpus;

/// <summary>Headers by which a proxy tells the path, the host or the method that the client meant.</summary>
internal static class RewriteHeaders
{
    private static readonly string[] Paths =
        ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Path", "X-Forwarded-Uri", "X-Original-URI", "X-Override-URL", "X-Proxy-URL", "X-Http-DestinationURL", "X-Accel-Redirect", "X-Sendfile"];

    private static readonly string[] Overridden = ["GET", "HEAD", "get", "OPTIONS", "POST"];

    private static readonly string[] Methods = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];

    /// <summary>The path of these asks for something free, and the header for the target.</summary>
    public static IEnumerable<HeaderTrick> NamingTarget(AuditTarget target) => Paths.Select(name => HeaderTrick.Of($"{name} with the target", name, target.Path + target.Query));

    public static IEnumerable<HeaderTrick> OnTarget =>
    [
        .. Paths.Select(name => HeaderTrick.Of($"{name} with the root", name, "/") with { NamesTarget = false }),
        HeaderTrick.Of("a forwarded prefix", "X-Forwarded-Prefix", "/app") with { NamesTarget = false },
        HeaderTrick.Of("a forwarded prefix of slashes", "X-Forwarded-Prefix", "//") with { NamesTarget = false },
        HeaderTrick.Of("a forwarded prefix with a foreign host", "X-Forwarded-Prefix", "//foreign.example") with { NamesTarget = false },
        HeaderTrick.Of("a script name", "X-Script-Name", "/app") with { NamesTarget = false },
        HeaderTrick.Of("a forwarded host", "X-Forwarded-Host", "foreign.example"),
        HeaderTrick.Of("a forwarded scheme", "X-Forwarded-Proto", "https"),
        HeaderTrick.Of("a forwarded loopback address", "X-Forwarded-For", "127.0.0.1"),
        HeaderTrick.Of("forwarded by the standard", "Forwarded", "for=127.0.0.1;host=foreign.example;proto=https"),
        HeaderTrick.Of("a real address", "X-Real-IP", "127.0.0.1"),
        HeaderTrick.Of("a client address", "X-Client-IP", "::1"),
    ];

    public static IEnumerable<HeaderTrick> Overrides =>
        Methods.SelectMany(name => Overridden.Select(method =>
            HeaderTrick.Of($"{name} {method}", name, method) with { NamesTarget = false }));
}
