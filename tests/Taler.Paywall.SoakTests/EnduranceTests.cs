using Taler.TestKit;

namespace Taler.Paywall.SoakTests;

/// <summary>
/// A shop, a backend, and a town of visitors, for as long as <c>SOAK_MINUTES</c> says. However bad the backend's days are: nobody reads unpaid, nobody
/// has two orders to pay, nothing escapes into the log, and the shop holds no more at the end than when it was warm.
/// </summary>
public sealed class EnduranceTests(ITestOutputHelper output)
{
    private const int Readers = 12;
    private const int Programs = 3;

    /// <summary>What a remembered session holds, in MB: its cookie of up to 1 KB in two bytes a character, and the orders in it.</summary>
    private const double Session = 0.008;

    /// <summary>Longer than the client leaves a backend alone that failed too often.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(7);

    private static double Minutes => RunSetting.Read("SOAK_MINUTES", 1.0, least: 0.1);

    private static int Seed => RunSetting.Read("SOAK_SEED", Random.Shared.Next());

    [Fact]
    public async Task A_shop_in_bad_weather_stays_right_and_level()
    {
        var seed = Seed;
        var length = TimeSpan.FromMinutes(Minutes);
        output.WriteLine($"seed {seed}, {length.TotalMinutes} minutes");
        var keyRing = Directory.CreateTempSubdirectory("key-ring-");
        await using var sandbox = await SandboxProcess.StartAsync("--Sandbox:MaxOrders", "10000000");
        using var orders = new SandboxOrders(sandbox.BaseUrl, SandboxProcess.AccessToken);
        await using var shop = await ShopProcess.StartAsync(
            sandbox,
            keyRing.FullName,
            ("TalerPaywall:Merchant:Timeout", "00:00:01"),
            ("TalerPaywall:PaymentCache:Lifetime", "00:00:01"),
            ("TalerPaywall:PaymentCache:MaxEntries", "500"),
            ("TalerPaywall:OrderLimits:PerSecond", "30"),
            ("TalerPaywall:OrderLimits:Burst", "60"),
            ("TalerPaywall:OrderLimits:PerClientPerMinute", "1000000"));
        using var closing = new CancellationTokenSource(length);
        var town = new Town(shop, sandbox.Control, new Ledger(), closing.Token);
        var vigil = new Vigil(town, orders, length);

        var readers = Task.WhenAll(Enumerable.Range(0, Readers).Select(chair => Reader.LiveAsync(town, chair, seed)));
        await Task.WhenAll(
            [readers, Weather.LiveAsync(town, seed), Flood.LiveAsync(town, seed), vigil.WatchAsync(), .. Enumerable.Range(0, Programs).Select(number => KeyProgram.LiveAsync(town, number))]);
        await sandbox.Control.ClearFaultsAsync();
        await RestAsync();
        foreach (var reader in await readers)
        {
            await reader.ReadAllAsync();
            reader.Dispose();
        }
        await CheckOrdersAsync(town.Ledger, orders);

        string?[] rises =
        [
            vigil.Rise(vitals => vitals.Handles, share: 0.1, more: 30, "handles"),
            vigil.Rise(vitals => vitals.Threads, share: 0.1, more: 8, "threads"),
            vigil.Rise(vitals => vitals.Heap / 1e6, share: 0.1, more: 3, "heap in MB", Session),
            vigil.Rise(vitals => vitals.WorkingSet / 1e6, share: 0.1, more: 30, "working set in MB", Session),
        ];
        vigil.Table.ForEach(output.WriteLine);
        Assert.Empty(town.Ledger.Wrongs);
        Assert.Empty(rises.OfType<string>());
        Assert.DoesNotContain(shop.Trouble, IsOurFault);
        Assert.True(town.Ledger.Purchases > 0 && town.Ledger.Replays > 0 && town.Ledger.Refunds > 0);
        keyRing.Delete(recursive: true);
    }

    /// <summary>No session can pay two orders for one thing, and nobody has paid twice.</summary>
    private static async Task CheckOrdersAsync(Ledger ledger, SandboxOrders orders)
    {
        foreach (var chain in ledger.Chains)
        {
            var payable = 0;
            foreach (var order in chain)
                payable += await orders.StatusAsync(order) is "unpaid" ? 1 : 0;
            if (payable > 1)
                ledger.Wrong($"{payable} orders that one session can pay: {string.Join(", ", chain)}.");
        }
        var kept = (await orders.ListAsync()).Where(order => order is { Paid: true, RefundAmount: "KUDOS:0" });
        foreach (var essay in kept.GroupBy(order => order.Summary).Where(essay => essay.Count() > 1 && essay.Key.StartsWith("Essay r", StringComparison.Ordinal)))
            ledger.Wrong($"{essay.Key}: paid {essay.Count()} times.");
    }

    /// <summary>Whatever an operator may read of a backend in trouble is as it should be; what nobody thought of is not.</summary>
    private static bool IsOurFault(string line) =>
        !line.Contains(": Taler.", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal) || line.Contains("Please report it", StringComparison.Ordinal);

    private static async Task RestAsync()
    {
        using var clock = new PeriodicTimer(Recovery);
        await clock.WaitForNextTickAsync();
    }
}
