namespace Taler.Paywall.Testing.Corpus;

/// <summary>Paths below another path, as path bases, proxies and branches have them, and without the base that they have.</summary>
internal static class PrefixEdits
{
    private static readonly string[] Bases = ["/app", "/APP", "/app/app", "/app/", "/%61pp", "/app/./", "/app/..", "/api", "/static", "/public", "/_content", "/~"];

    public static IEnumerable<PathEdit> All =>
    [
        .. Bases.Select(name => new PathEdit($"below {name}", path => name + path)),
        new("without the first segment", path => path.IndexOf('/', 1) is > 0 and var at ? path[at..] : path),
        new("with the first segment twice", path => path.IndexOf('/', 1) is > 0 and var at ? path[..at] + path : path + path),
        new("with the base in capitals", path => path.IndexOf('/', 1) is > 0 and var at ? path[..at].ToUpperInvariant() + path[at..] : path),
    ];
}
