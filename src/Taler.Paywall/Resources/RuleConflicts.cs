using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>Finds mistakes that no setting shows alone, by asking the matcher about sample requests.</summary>
/// <remarks>
/// What is reported does happen, for the path in the message. What only happens for values that no sample has is found when a request
/// comes: rules that match it equally well make it ambiguous, and it is refused.
/// </remarks>
internal sealed class RuleConflicts
{
    private readonly ResourceMatcher _matcher;
    private readonly HashSet<(PathRule, PathRule)> _reported = [];
    private readonly List<string> _mistakes = [];

    /// <summary>Rules with a name of their own, by the text in front of its first value and by the text behind its last: so few are tried for a name.</summary>
    private readonly Dictionary<string, ILookup<string, ResourceRule>> _named;

    /// <summary>The first resource of each name that a sample had.</summary>
    private readonly Dictionary<string, Resource> _first = new(StringComparer.Ordinal);

    private RuleConflicts(IReadOnlyList<ResourceRule> rules, ResourceMatcher matcher)
    {
        _matcher = matcher;
        _named = rules
            .Where(rule => rule.Name.Kind is TemplateKind.Name)
            // Rules that spell their names alike have the same samples and are compared by those; one of them speaks for all.
            .DistinctBy(NameShape, StringComparer.Ordinal)
            .GroupBy(rule => rule.Name.Start, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToLookup(rule => rule.Name.End, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public static IReadOnlyList<string> Find(IReadOnlyList<ResourceRule> rules, IReadOnlyList<FreePathRule> freePaths, ResourceMatcher matcher)
    {
        var conflicts = new RuleConflicts(rules, matcher);
        var samples = rules.Concat<PathRule>(freePaths).Select(rule => (Rule: rule, Requests: conflicts.SamplesOf(rule))).ToList();
        // A constraint that fails for a sample of its own rule would fail again for those of others.
        if (conflicts._mistakes.Count > 0)
            return conflicts._mistakes;
        foreach (var (rule, requests) in samples)
        {
            foreach (var request in requests)
                conflicts.Check(rule, request);
        }
        return conflicts._mistakes;
    }

    /// <summary>A constraint may be the application's own code, and throw whatever it likes.</summary>
    private IReadOnlyList<HttpContext> SamplesOf(PathRule rule)
    {
        try
        {
            return [.. SampleRequest.Of(rule)];
        }
        catch (Exception error)
        {
            _mistakes.Add($"{rule.Setting}{PatternKey(rule)}: \"{rule.Pattern.RawText}\" has a constraint that fails. {error.Message} Make it answer for every text, and without anything of the request.");
            return [];
        }
    }

    private void Check(PathRule rule, HttpContext request)
    {
        var match = _matcher.Match(request);
        if (match.Rivals is [var one, var other])
            ReportOverlap(one, other, request.Request.Path);
        else if (match.Error is { } error)
            _mistakes.Add($"{rule.Setting}{PatternKey(rule)}: \"{rule.Pattern.RawText}\" fails for the path {request.Request.Path.Value}. {error.Message}");
        // A more specific rule may have taken the sample; then it says nothing about this one.
        if (match.Resource is not { } resource || resource.Rule != rule)
            return;
        // A resource that is named by its path has matched that path just now.
        if (!resource.Rule.IsNamedByPath)
            CheckFulfillmentPath(resource);
        CheckName(resource);
    }

    private void CheckFulfillmentPath(Resource resource)
    {
        var match = _matcher.Match(SampleRequest.For(resource.Rule, resource.FulfillmentPath));
        if (match.Resource is not { } found)
            Report(resource.Rule, resource.Rule, $":FulfillmentPath: leads for example to {resource.FulfillmentPath}, which no pattern sells. The buyer would return to a page that is free for all. Write a path that \"{resource.Rule.Pattern.RawText}\" matches, or sell that page under the name {resource.Name} too.");
        else if (found.Name != resource.Name)
            Report(resource.Rule, found.Rule, $":FulfillmentPath: leads for example to {resource.FulfillmentPath}, which {found.Rule.Setting} sells under another name. The buyer would be asked to pay again. Write a path that is sold under the name {resource.Name}.");
    }

    private static string NameShape(ResourceRule rule) => string.Concat(rule.Name.Parts.Select(part =>
        part.Value < 0 ? part.Literal : $"{part.Literal}{{{rule.Values.ConstraintsOf(part.Value)}}}"));

    /// <summary>A name that two rules give must be one offer: who pays the cheaper one may open the dearer.</summary>
    private void CheckName(Resource resource)
    {
        if (resource.Name.Length == 0)
            Report(resource.Rule, resource.Rule, ":Name: is empty where a request has the fewest values. Add some text.");
        if (!_first.TryAdd(resource.Name, resource))
            Compare(resource, _first[resource.Name]);
        if (resource.Name.StartsWith('/') && !resource.Rule.IsNamedByPath)
            Compare(resource, SampleRequest.For(resource.Rule, resource.Name));
        foreach (var rule in RulesNamedLike(resource.Name))
        {
            if (rule != resource.Rule && rule.Name.TryRead(resource.Name, rule.Values.Count) is { } values)
                Compare(resource, SampleRequest.For(rule, values));
        }
    }

    private IEnumerable<ResourceRule> RulesNamedLike(string name)
    {
        for (var start = 0; start <= name.Length; start++)
        {
            if (!_named.TryGetValue(name[..start], out var byEnd))
                continue;
            for (var end = start; end <= name.Length; end++)
            {
                foreach (var rule in byEnd[name[end..]])
                    yield return rule;
            }
        }
    }

    private void Compare(Resource resource, HttpContext request)
    {
        if (_matcher.Match(request).Resource is { } other && other.Name == resource.Name)
            Compare(resource, other);
    }

    private void Compare(Resource resource, Resource other)
    {
        if (!resource.IsSameAs(other))
            Report(resource.Rule, other.Rule, $":Name: \"{resource.Name}\" is also a name that {other.Rule.Setting} gives, with another price, summary, refund delay or fulfillment path. One name is one offer.");
    }

    private void ReportOverlap(PathRule rule, PathRule other, PathString path) => Report(
        rule,
        other,
        $"{PatternKey(rule)}: \"{rule.Pattern.RawText}\" and \"{other.Pattern.RawText}\" ({other.Setting}) match {path.Value} equally well and "
            + (rule is ResourceRule && other is ResourceRule
                ? "sell different things. Make one of them more specific, or give both the same name and price."
                : "one of them is free. Make the one that shall hold there more specific."));

    private static string PatternKey(PathRule rule) => rule is ResourceRule ? ":Pattern" : "";

    private void Report(PathRule rule, PathRule other, string sentence)
    {
        if (_reported.Add((rule, other)) && (rule == other || _reported.Add((other, rule))))
            _mistakes.Add(rule.Setting + sentence);
    }
}
