using Taler.Paywall;

namespace PaidApi;

/// <summary>What is sold: the high and low waters of a harbour for the two days to come, and who paid what for it.</summary>
internal sealed record TideTable(string Harbour, IReadOnlyList<Tide> Tides, string? Paid, string Order)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MoonPeriod = TimeSpan.FromHours(12.4206);
    private static readonly TimeSpan SunPeriod = TimeSpan.FromHours(12);

    public static TideTable Of(Harbour harbour, DateTimeOffset now, TalerPayment payment) =>
        new(harbour.Name, [.. Waters(harbour, now.UtcDateTime.Date)], payment.AmountPaid?.ToString(), payment.OrderId.Value);

    /// <summary>The turning points of the two waves: where the height before and the height after are both lower, or both higher.</summary>
    private static IEnumerable<Tide> Waters(Harbour harbour, DateTime midnight)
    {
        for (var time = midnight; time < midnight.AddDays(2); time += Step)
        {
            var (before, height, after) = (Height(harbour, time - Step), Height(harbour, time), Height(harbour, time + Step));
            if (height > before == height >= after)
                yield return new Tide(DateTime.SpecifyKind(time, DateTimeKind.Utc), height > before ? "high" : "low", Math.Round(height, 1));
        }
    }

    private static double Height(Harbour harbour, DateTime time)
    {
        var passed = time - DateTime.UnixEpoch - harbour.Delay;
        return harbour.Moon + harbour.Sun + (harbour.Moon * Math.Cos(Math.Tau * (passed / MoonPeriod))) + (harbour.Sun * Math.Cos(Math.Tau * (passed / SunPeriod)));
    }
}

/// <summary>A high or low water.</summary>
/// <param name="Time">When, in UTC.</param>
/// <param name="Water"><c>high</c> or <c>low</c>.</param>
/// <param name="Metres">How high above the lowest of all.</param>
internal sealed record Tide(DateTime Time, string Water, double Metres);
