using Taler.TestKit;

namespace Taler.Paywall.SoakTests;

/// <summary>What everybody in the soak shares: the shop, the backend, the book that is kept, and the end of the day.</summary>
/// <param name="Shop">The shop.</param>
/// <param name="Backend">Its merchant backend, and the wallets.</param>
/// <param name="Ledger">What happened.</param>
/// <param name="Closing">Ends the load.</param>
internal sealed record Town(ShopProcess Shop, SandboxControl Backend, Ledger Ledger, CancellationToken Closing)
{
    /// <summary>Does something again and again until the end, with a pause each time.</summary>
    public async Task KeepDoingAsync(TimeSpan pause, Func<Task> action)
    {
        using var clock = new PeriodicTimer(pause);
        try
        {
            do
            {
                await action();
            }
            while (await clock.WaitForNextTickAsync(Closing));
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
            // The end of the day.
        }
    }
}
