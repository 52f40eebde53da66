using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Start;

/// <summary>Patterns that sell nothing, or more than anybody means to sell.</summary>
internal static class PatternAdvice
{
    public static IEnumerable<Advice> SectionMissing(StartFacts facts) =>
        from section in facts.MissingSections
        select new Advice(nameof(Log.SectionMissing), logger => Log.SectionMissing(logger, section));

    /// <summary>Where a section is missing, that is why.</summary>
    public static IEnumerable<Advice> NothingSold(StartFacts facts)
    {
        if (facts.SellsNothing && facts.MissingSections.Count == 0)
            yield return new(nameof(Log.NothingSold), Log.NothingSold);
    }

    /// <summary>Who declares something free has thought of it.</summary>
    public static IEnumerable<Advice> EverythingSold(StartFacts facts) =>
        from rule in facts.Rules.Resources
        where facts.FreeEndpoints == 0 && facts.Rules.FreePaths.Count == 0 && rule.Methods.Count == 0
        where rule.Pattern.PathSegments is [{ Parts: [RoutePatternParameterPart { IsCatchAll: true, ParameterPolicies.Count: 0 }] }]
        select new Advice(nameof(Log.EverythingSold), logger => Log.EverythingSold(logger, rule.Setting, rule.Pattern.RawText));

    /// <summary>Rules for the same paths with different offers stop the start, so what is left is a repetition.</summary>
    public static IEnumerable<Advice> PatternRepeated(StartFacts facts) =>
        from twins in facts.Rules.Resources.GroupBy(PatternShape.Of, StringComparer.Ordinal)
        let first = twins.First()
        from rule in twins.Skip(1)
        where IsSameOffer(first, rule)
        select new Advice(nameof(Log.PatternRepeated), logger => Log.PatternRepeated(logger, rule.Setting, rule.Pattern.RawText, first.Setting));

    public static IEnumerable<Advice> PatternImpossible(StartFacts facts) =>
        from rule in facts.Rules.Resources
        from value in rule.Reader.Constraints.GroupBy(entry => entry.Name, entry => entry.Constraint, StringComparer.OrdinalIgnoreCase)
        where Contradiction.IsIn([.. value])
        select new Advice(nameof(Log.PatternImpossible), logger => Log.PatternImpossible(logger, rule.Setting, rule.Pattern.RawText, value.Key));

    public static IEnumerable<Advice> PatternWithPathBase(StartFacts facts)
    {
        if (facts.Rules.PublicBaseUrl is not { } site || site.AbsolutePath.Trim('/') is not { Length: > 0 } pathBase)
            return [];
        var literals = Uri.UnescapeDataString(pathBase).Split('/');
        return
            from rule in facts.Rules.Resources
            where rule.Pattern.PathSegments.Count >= literals.Length && literals.Zip(rule.Pattern.PathSegments).All(pair => IsLiteral(pair.Second, pair.First))
            let pattern = "/" + rule.Pattern.RawText?.TrimStart('~', '/')
            select new Advice(nameof(Log.PatternWithPathBase), logger => Log.PatternWithPathBase(logger, rule.Setting, pattern, "/" + pathBase));
    }

    /// <summary>A free path makes an exception from patterns that are less specific. Without one there, it changes nothing.</summary>
    public static IEnumerable<Advice> FreePathUseless(StartFacts facts) =>
        from free in facts.Rules.FreePaths
        where !facts.Rules.Resources.Any(rule => rule.Precedence >= free.Precedence && PatternShape.MayOverlap(rule.Pattern, free.Pattern))
        select new Advice(nameof(Log.FreePathUseless), logger => Log.FreePathUseless(logger, free.Setting, free.Pattern.RawText));

    public static IEnumerable<Advice> MethodsLeftOpen(StartFacts facts)
    {
        var open = facts.CoveredEndpoints.Where(endpoint => endpoint is { LeavesMethodsOpen: true, SpeaksOfPayment: false }).ToList();
        if (open is [var first, ..])
            yield return new(nameof(Log.MethodsLeftOpen), logger => Log.MethodsLeftOpen(logger, first.Endpoint, open.Count - 1, first.Setting));
    }

    private static bool IsLiteral(RoutePatternPathSegment segment, string text) =>
        segment.Parts is [RoutePatternLiteralPart literal] && string.Equals(literal.Content, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>For patterns of one shape, so that equal places stand for equal values whatever these are called.</summary>
    private static bool IsSameOffer(ResourceRule one, ResourceRule other) =>
        one.HasTermsOf(other)
        && one.Query.SequenceEqual(other.Query, StringComparer.OrdinalIgnoreCase)
        && one.Name.Parts.SequenceEqual(other.Name.Parts)
        && one.Summary.Parts.SequenceEqual(other.Summary.Parts)
        && one.FulfillmentPath.Parts.SequenceEqual(other.FulfillmentPath.Parts);
}
