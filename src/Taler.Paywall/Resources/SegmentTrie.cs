using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>All patterns as one tree of path segments, so that a request costs the same whether ten patterns are configured or ten thousand.</summary>
/// <remarks>
/// The tree only proposes: it compares literals and counts segments. Whether the values fit (constraints, <c>{name}.pdf</c>) is
/// the rule's own question, asked when a path has come to its end.
/// </remarks>
internal sealed class SegmentTrie
{
    private readonly TrieNode _root = new();
    private bool _isAscii = true;

    public SegmentTrie(IEnumerable<PathRule> rules)
    {
        foreach (var rule in rules)
            Add(rule);
    }

    /// <summary>Offers every rule whose shape fits a path to the search. Allocates nothing where no rule fits.</summary>
    public void Walk(ref RuleSearch search) => Walk(_root, Math.Min(1, search.Path.Length), ref search);

    /// <summary>Whether a file system may take a path for another that fits a pattern. Most paths it takes for themselves; two scans tell.</summary>
    public bool MayHaveLookalikes(ReadOnlySpan<char> path) => !_isAscii || path.Contains('~') || !Ascii.IsValid(path);

    /// <summary>Paths in the spelling of patterns that a file system may take a path for.</summary>
    /// <exception cref="FormatException">Nobody can tell.</exception>
    public IReadOnlyCollection<string> LookalikesOf(string path) => Lookalikes.Of(path, _root);

    private static void Walk(TrieNode node, int start, ref RuleSearch search)
    {
        // As in ASP.NET routing, one slash at the end of a path does not begin another segment.
        if (start >= search.Path.Length)
        {
            search.Offer(node.Ends);
            return;
        }
        var segment = search.Path[start..];
        var slash = segment.IndexOf('/');
        if (slash >= 0)
            segment = segment[..slash];
        var next = start + segment.Length + 1;
        if (!segment.IsEmpty)
        {
            // The most specific first: then the less specific are mostly not read at all.
            if (node.TryGetLiteral(segment, out var literal))
                Walk(literal, next, ref search);
            foreach (var (shape, child) in node.Complex)
            {
                if (shape.MayFit(segment))
                    Walk(child, next, ref search);
            }
            if (node.Parameter is { } parameter)
                Walk(parameter, next, ref search);
        }
        search.Offer(node.CatchAlls);
    }

    private void Add(PathRule rule)
    {
        var segments = rule.Pattern.PathSegments;
        _isAscii &= segments.SelectMany(segment => segment.Parts).OfType<RoutePatternLiteralPart>().All(literal => Ascii.IsValid(literal.Content));
        var node = _root;
        for (var i = 0; i < segments.Count; i++)
        {
            if (RestIsOptional(segments, i))
                node.Ends.Insert(rule);
            if (segments[i].Parts is [RoutePatternParameterPart { IsCatchAll: true }])
            {
                node.CatchAlls.Insert(rule);
                return;
            }
            node = node.Child(segments[i]);
        }
        node.Ends.Insert(rule);
    }

    private static bool RestIsOptional(IReadOnlyList<RoutePatternPathSegment> segments, int first) => segments
        .Skip(first)
        .All(segment => segment.Parts is [RoutePatternParameterPart parameter]
            && (parameter.IsOptional || parameter.IsCatchAll || parameter.Default is not null));
}
