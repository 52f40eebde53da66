namespace Taler.Paywall.Testing.Corpus;

/// <summary>All requests for a target: those written by hand, one for every line, and those that the grammar makes of them.</summary>
internal static class RequestCorpus
{
    /// <summary>No target has fewer cases over HTTP/1.1.</summary>
    public const int Fewest = 600;

    private const int Generated = 250;

    /// <summary>Some sentences are the same request as another.</summary>
    private const int MostSentences = 2000;

    /// <summary>Cases of which no two are the same request.</summary>
    public static IReadOnlyList<AuditCase> For(AuditTarget target, string cookieName, ulong seed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<AuditCase> cases = [.. Written(target, cookieName).Where(one => seen.Add(Key(one)))];
        cases.AddRange(new Grammar(target, cookieName, seed).Sentences()
            .Take(MostSentences)
            .Where(one => seen.Add(Key(one)))
            .Take(Math.Max(Generated, Fewest - cases.Count)));
        return [.. cases.Select(Quiet.Mark)];
    }

    /// <summary>All cases that a target can have, by name: also those that are the same request as another.</summary>
    public static Dictionary<string, AuditCase> ByName(AuditTarget target, string cookieName, ulong seed) =>
        Written(target, cookieName).Concat(new Grammar(target, cookieName, seed).Sentences().Take(MostSentences)).ToDictionary(one => one.Name, Quiet.Mark, StringComparer.Ordinal);

    private static IEnumerable<AuditCase> Written(AuditTarget target, string cookieName) =>
    [
        .. RequestLines.Plain(target),
        .. RequestLines.Paths(target),
        .. RequestLines.Queries(target),
        .. RequestLines.Absolute(target),
        .. RequestLines.Methods(target),
        .. RequestLines.Versions(target),
        .. Hosts.All(target),
        .. Headers(target, cookieName),
        .. Framing.All(target),
        .. Upgrades.All(target),
    ];

    private static IEnumerable<AuditCase> Headers(AuditTarget target, string cookieName)
    {
        var text = target.Path + target.Query;
        foreach (var trick in ClientHeaders.All.Concat(CookieHeaders.All(cookieName)).Concat(RewriteHeaders.OnTarget))
            yield return With(trick, new AuditCase(trick.Name, target.Method, text) { NamesTarget = trick.NamesTarget && target.Method == "GET" });
        foreach (var trick in RewriteHeaders.NamingTarget(target))
            yield return With(trick, new AuditCase("the root, " + trick.Name, "GET", "/"));
        foreach (var trick in RewriteHeaders.Overrides)
        {
            yield return With(trick, new AuditCase("POST, " + trick.Name, "POST", text));
            yield return With(trick, new AuditCase("GET, " + trick.Name, "GET", text));
        }
        foreach (var (method, trick) in Preflights.All)
            yield return With(trick, new AuditCase(trick.Name, method, text));
    }

    private static AuditCase With(HeaderTrick trick, AuditCase request) => request with { Headers = trick.Headers, Wires = trick.Wires };

    private static string Key(AuditCase one) => string.Join('\n',
        [one.Method, one.RequestTarget, one.Version, one.Host, one.Body, one.Behind, one.LineEnd, one.Protocol, .. one.Headers.Select(header => header.Name + ": " + header.Value)]);
}
