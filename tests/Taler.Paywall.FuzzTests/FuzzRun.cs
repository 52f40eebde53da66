using Taler.TestKit;

namespace Taler.Paywall.FuzzTests;

/// <summary>
/// Many inputs, each made from the seed and its own number alone, so that one that fails is made again by its number, whatever ran beside it.
/// </summary>
internal sealed class FuzzRun
{
    private const string CountVariable = "TALER_FUZZ_COUNT";
    private const string SeedVariable = "TALER_FUZZ_SEED";
    private const int Workers = 8;

    private readonly Uri _shop;
    private int _next;

    public FuzzRun(Uri shop)
    {
        _shop = shop;
        Tell($"{CountVariable}={Count} {SeedVariable}={Seed}");
    }

    public static int Count { get; } = RunSetting.Read(CountVariable, 100_000, least: 1);

    public static int Seed { get; } = RunSetting.Read(SeedVariable, 20260101);

    public static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    /// <summary>Sends the inputs up to a number, the first tenth before the memory is measured.</summary>
    public async Task SendAsync(int count, Func<FuzzInput, Connection, Task> send, Growth growth)
    {
        await SendToAsync(count / 10, send);
        growth.Begin();
        await SendToAsync(count, send);
        growth.AssertNone(count - count / 10);
    }

    private Task SendToAsync(int end, Func<FuzzInput, Connection, Task> send) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(end, send))));

    private async Task WorkAsync(int end, Func<FuzzInput, Connection, Task> send)
    {
        using var connection = new Connection(_shop);
        for (var number = Take(end); number >= 0; number = Take(end))
        {
            var input = new FuzzInput(Seed, number);
            try
            {
                await send(input, connection);
            }
            catch (Exception e)
            {
                Interlocked.Exchange(ref _next, int.MaxValue / 2);
                throw new InvalidOperationException($"Seed {Seed}, input {number}: {e.Message}", e);
            }
        }
    }

    /// <returns>A negative number if there is none left.</returns>
    private int Take(int end)
    {
        int number;
        do
        {
            number = Volatile.Read(ref _next);
            if (number >= end)
                return -1;
        }
        while (Interlocked.CompareExchange(ref _next, number + 1, number) != number);
        return number;
    }
}

/// <summary>The source of everything in one input.</summary>
internal sealed class FuzzInput(int seed, int number)
{
    public int Number => number;

    public Random Random { get; } = new(HashCode(seed, number));

    public T Pick<T>(params ReadOnlySpan<T> from) => from[Random.Next(from.Length)];

    public bool OneIn(int n) => Random.Next(n) == 0;

    /// <summary>Not <see cref="System.HashCode"/>, which differs from process to process.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 0x1000193) ^ (number * (int)0x9E3779B1));
}
