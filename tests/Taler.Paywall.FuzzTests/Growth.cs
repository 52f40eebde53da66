namespace Taler.Paywall.FuzzTests;

/// <summary>
/// What a run leaves in memory. Tables with a bound are brought to the same state before both measurements, so that only one without a bound shows: it
/// would keep some hundred bytes of each input.
/// </summary>
/// <param name="settle">Brings the bounded tables into the same state.</param>
internal sealed class Growth(Action settle)
{
    private const long Slack = 4 << 20;
    private const long BytesPerInput = 32;

    private long _before;

    public void Begin() => _before = Measure();

    public void AssertNone(int inputs)
    {
        var grown = Measure() - _before;
        FuzzRun.Tell($"{inputs} inputs left {grown / 1024} KiB.");
        Assert.True(grown < Slack + BytesPerInput * inputs, $"{inputs} inputs left {grown / 1024} KiB in memory.");
    }

    private long Measure()
    {
        settle();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
