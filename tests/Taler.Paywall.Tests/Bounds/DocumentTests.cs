using System.Globalization;
using System.Reflection;
using Taler.Merchant;
using Taler.Paywall.Tests.Repository;

namespace Taler.Paywall.Tests.Bounds;

/// <summary>The operator reads the bounds that the code has: "Limits of everything" in <c>docs/reliability.md</c>, but for what happens beyond them.</summary>
public sealed class DocumentTests
{
    private static readonly Assembly[] Libraries = [typeof(TalerPaywallOptions).Assembly, typeof(TalerMerchantOptions).Assembly];

    private static readonly TalerMerchantOptions Merchant = new();
    private static readonly TalerOrderLimitOptions Orders = new();

    /// <summary>What, bound, and setting or constant.</summary>
    private static IEnumerable<string> Limits =>
    [
        Line(
            "calls that run at the backend",
            Number(Merchant.MaxConcurrentCalls),
            $"`Merchant:MaxConcurrentCalls`, 1 to {Number(Constant<int>("TalerMerchantOptionsValidator.MaxCalls"))}"),
        Line("calls that wait for their turn", $"{Word(Constant<int>("Bulkhead.WaitingPerPlace"))} times as many", "`Bulkhead.WaitingPerPlace`"),
        Line(
            "tries of one call, and their time",
            $"{Constant<int>("MerchantResilience.MaxTries")}, within {Time(Merchant.Timeout)}",
            $"`Merchant:Timeout`, {Time(Constant<TimeSpan>("TalerMerchantOptionsValidator.MinTimeout"))} to {Time(Constant<TimeSpan>("TalerMerchantOptionsValidator.MaxTimeout"))}"),
        Line("calls of one request, and their time", $"{Word(Constant<int>("OrderWalk.TimeLimits"))} time limits", "`OrderWalk.TimeLimits`"),
        Line("an answer of the backend", $"{Constant<int>("MerchantAnswer.MaxBodyLength") >> 20} MB", "`MerchantAnswer.MaxBodyLength`"),
        Line("requests that ask about different orders at once", Number(Constant<int>("OrderWalk.MaxWalks")), "`OrderWalk.MaxWalks`"),
        Line(
            "pages that wait for a payment",
            $"{Number(Constant<int>("WaitingRoom.Places"))}; {Constant<int>("WaitingRoom.PlacesOfNetwork")} for a client, {Constant<int>("WaitingRoom.PlacesOfSession")} for a session",
            "`WaitingRoom`"),
        Line("their questions at the backend", Number(Constant<int>("PaymentWatch.MaxRounds")), "`PaymentWatch.MaxRounds`"),
        Line("new orders", $"{Orders.PerSecond} a second, {Orders.Burst} at once", "`OrderLimits:PerSecond`, `OrderLimits:Burst`"),
        Line(
            "clients whose orders are counted",
            $"what the site's limit lets through in a minute; without that limit {Number(Constant<int>("OrderBudget.MaxClients"))}",
            "`OrderBudget.MaxClients`"),
        Line("payments in the cache", Number(new TalerPaymentCacheOptions().MaxEntries), "`PaymentCache:MaxEntries`"),
        Line("cookies that were validated", Number(2 * Constant<int>("SessionTicket.MemoGeneration")), "`SessionTicket.MemoGeneration`, two generations"),
        Line(
            "orders that were refunded, counted as paid, asked about in vain, or served in the grace", $"{Number(Constant<int>("RecentOrders.MaxOrders"))} of each", "`RecentOrders.MaxOrders`"),
        Line("a cookie, a session header", $"{Constant<int>("SessionTicket.MaxLength") >> 10} KB", "`SessionTicket.MaxLength`"),
        Line(
            "lines of Warning and Error for one cause",
            $"one in {Time(Constant<TimeSpan>("TroublePace.Pause"))}, with the number of those left out",
            "`TroublePace.Pause`"),
        Line("causes in the log", Number(Constant<int>("TroublePace.MaxCauses")), "`TroublePace.MaxCauses`"),
        Line("the line that the circuit opened", $"one in {Time(Constant<TimeSpan>("MerchantResilience.CircuitBreak"))}", "`MerchantResilience.CircuitBreak`"),
    ];

    [Fact]
    public void The_limits_in_the_document_are_those_in_force()
    {
        var section = File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs/reliability.md"))
            .SkipWhile(line => line != "## Limits of everything").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

        var rows = section.Where(line => line.StartsWith('|')).Skip(2).Select(row => Line(row.Split('|', StringSplitOptions.TrimEntries)[1..4]));

        Assert.Equal(Limits, rows);
    }

    /// <summary>A constant as the document names it, whoever may see it.</summary>
    private static T Constant<T>(string name)
    {
        var (type, member) = (name.Split('.')[0], name.Split('.')[1]);
        var field = Libraries.SelectMany(library => library.GetTypes())
            .Where(candidate => candidate.Name == type)
            .Select(candidate => candidate.GetField(member, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Single(found => found is not null);
        return (T)field!.GetValue(null)!;
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Word(int number) => ((string[])["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])[number];

    private static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds} ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds} s",
        _ => $"{time.TotalMinutes} min",
    };

    private static string Line(params string[] cells) => $"| {string.Join(" | ", cells)} |";
}
