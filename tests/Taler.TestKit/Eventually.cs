namespace Taler.TestKit;

/// <summary>Waits for what happens by itself in a while, and fails if it does not.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Passes when it is so.</summary>
    public static async Task IsSoAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(Pause);
        while (!await isSo().WaitAsync(limit.Token))
            await pause.WaitForNextTickAsync(limit.Token);
    }
}
