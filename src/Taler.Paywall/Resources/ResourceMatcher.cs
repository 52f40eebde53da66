using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>Finds the resource that a request names, in any reading of its path.</summary>
internal sealed class ResourceMatcher
{
    private readonly SegmentTrie _trie;

    private ResourceMatcher(SegmentTrie trie) => _trie = trie;

    public static ResourceMatcher Compile(IReadOnlyList<ResourceRule> rules) => new(new SegmentTrie(rules));

    /// <summary>Never throws: what cannot be matched is ambiguous, not free.</summary>
    public ResourceMatch Match(HttpContext context)
    {
        try
        {
            var path = context.Request.Path.Value ?? "";
            return PlainPath.Is(path) ? Match(path, context) : MatchAll(PathReadings.Of(path), context);
        }
        catch (Exception error)
        {
            return ResourceMatch.Failed(error);
        }
    }

    private ResourceMatch Match(string path, HttpContext context)
    {
        var search = new RuleSearch(path, context);
        _trie.Walk(ref search);
        if (search.Best is not { } resource)
            return ResourceMatch.None;
        return search.Rival is { } rival ? ResourceMatch.Ambiguous(resource, rival) : ResourceMatch.Found(resource);
    }

    private ResourceMatch MatchAll(IReadOnlyList<string> readings, HttpContext context)
    {
        var match = ResourceMatch.None;
        foreach (var reading in readings)
        {
            var other = Match(reading, context);
            if (other.Kind is ResourceMatchKind.Ambiguous)
                return other;
            if (match.Resource is { } resource && other.Resource is { } another && !resource.IsSameAs(another))
                return ResourceMatch.Ambiguous(resource, another);
            if (match.Kind is ResourceMatchKind.None)
                match = other;
        }
        return match;
    }
}
