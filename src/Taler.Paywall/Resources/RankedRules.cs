namespace Taler.Paywall.Resources;

/// <summary>Rules that end at one place of the tree, the most specific first.</summary>
internal sealed class RankedRules
{
    private PathRule[] _rules = [];

    public bool IsEmpty => _rules.Length == 0;

    public ReadOnlySpan<PathRule> AsSpan() => _rules;

    /// <summary>Inserts behind the rules that are as specific, so that the order of the settings is kept among them.</summary>
    public void Insert(PathRule rule)
    {
        var place = Array.FindIndex(_rules, other => other.Precedence > rule.Precedence);
        place = place < 0 ? _rules.Length : place;
        _rules = [.. _rules[..place], rule, .. _rules[place..]];
    }
}
