using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>Finds the resource that a request names, in any reading of its path and its method.</summary>
internal sealed class ResourceMatcher
{
    private readonly SegmentTrie _trie;
    private readonly bool _methodsMatter;

    private ResourceMatcher(IReadOnlyList<PathRule> rules) =>
        (_trie, _methodsMatter) = (new SegmentTrie(rules), rules.Any(rule => rule.Methods.Count > 0));

    public static ResourceMatcher Compile(IReadOnlyList<PathRule> rules) => new(rules);

    /// <summary>Never throws: what cannot be matched is ambiguous, not free.</summary>
    public ResourceMatch Match(HttpContext context)
    {
        try
        {
            var request = context.Request;
            var path = FileNames.WithoutFingerprint(context);
            var method = _methodsMatter ? RequestMethods.Canonical(request.Method) : "";
            var overridden = _methodsMatter && RequestMethods.IsOverridden(request);
            return PlainPath.Is(path) && !overridden
                ? Match(path, method, context)
                : Match(PathReadings.Of(path), overridden ? RequestMethods.Of(request) : [method], context);
        }
        catch (Exception error)
        {
            return ResourceMatch.Failed(error);
        }
    }

    private ResourceMatch Match(IReadOnlyList<string> paths, IReadOnlyList<string> methods, HttpContext context)
    {
        var match = ResourceMatch.None;
        foreach (var path in paths)
        {
            foreach (var method in methods)
                match = match.And(Match(path, method, context));
        }
        return match;
    }

    private ResourceMatch Match(string path, string method, HttpContext context)
    {
        var match = MatchAsSpelt(path, method, context);
        if (_trie.MayHaveLookalikes(path))
            match = match.UnlessDearer(MatchLookalikes(path, method, context));
        return FileNames.OriginalOf(path) is { } original ? match.UnlessDearer(Match(original, method, context)) : match;
    }

    private ResourceMatch MatchLookalikes(string path, string method, HttpContext context)
    {
        var match = ResourceMatch.None;
        foreach (var lookalike in _trie.LookalikesOf(path))
            match = match.And(MatchAsSpelt(lookalike, method, context));
        return match;
    }

    private ResourceMatch MatchAsSpelt(string path, string method, HttpContext context)
    {
        var search = new RuleSearch(path, method, context);
        _trie.Walk(ref search);
        return search.Best;
    }
}
