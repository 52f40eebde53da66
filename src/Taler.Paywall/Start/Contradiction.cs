using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;

namespace Taler.Paywall.Start;

/// <summary>Tells constraints of one value that no text can meet together. It knows the framework's own and judges only what is certain.</summary>
internal static class Contradiction
{
    public static bool IsIn(IReadOnlyList<IRouteConstraint> constraints) =>
        Has<AlphaRouteConstraint>(constraints) && constraints.Any(IsNumber)
        || Has<BoolRouteConstraint>(constraints) && constraints.Any(IsNumber)
        || Has<FileNameRouteConstraint>(constraints) && Has<NonFileNameRouteConstraint>(constraints)
        || constraints.Max(LeastNumber) > constraints.Min(GreatestNumber)
        || constraints.Max(LeastLength) > constraints.Min(GreatestLength);

    private static bool Has<T>(IEnumerable<IRouteConstraint> constraints) => constraints.OfType<T>().Any();

    /// <summary>Written in digits. The words that <c>double</c> and <c>float</c> know, such as NaN, are letters, so those are no certain numbers.</summary>
    private static bool IsNumber(IRouteConstraint constraint) => constraint
        is IntRouteConstraint or LongRouteConstraint or DecimalRouteConstraint or MinRouteConstraint or MaxRouteConstraint or RangeRouteConstraint;

    private static long LeastNumber(IRouteConstraint constraint) => constraint switch
    {
        MinRouteConstraint min => min.Min,
        RangeRouteConstraint range => range.Min,
        IntRouteConstraint => int.MinValue,
        _ => long.MinValue,
    };

    private static long GreatestNumber(IRouteConstraint constraint) => constraint switch
    {
        MaxRouteConstraint max => max.Max,
        RangeRouteConstraint range => range.Max,
        IntRouteConstraint => int.MaxValue,
        _ => long.MaxValue,
    };

    private static int LeastLength(IRouteConstraint constraint) => constraint switch
    {
        MinLengthRouteConstraint min => min.MinLength,
        LengthRouteConstraint length => length.MinLength,
        _ => 0,
    };

    private static int GreatestLength(IRouteConstraint constraint) => constraint switch
    {
        MaxLengthRouteConstraint max => max.MaxLength,
        LengthRouteConstraint length => length.MaxLength,
        _ => int.MaxValue,
    };
}
