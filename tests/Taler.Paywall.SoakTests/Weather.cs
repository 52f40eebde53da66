using Taler.TestKit;

namespace Taler.Paywall.SoakTests;

/// <summary>The backend's bad days: gusts of mixed trouble, and whole outages, with calm between them.</summary>
internal sealed class Weather(Town town, Random random)
{
    private const int Gust = 60;
    private const int Unending = 1_000_000;

    /// <summary>What the shop asks. Not the list of all orders, which is for the soak itself.</summary>
    private static readonly string[] Calls = ["POST private/orders*", "GET private/orders/*", "GET sessions/*"];

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2.5);

    private int _turn;

    public static Task LiveAsync(Town town, int seed)
    {
        var weather = new Weather(town, new Random(seed));
        return town.KeepDoingAsync(Pause, weather.TurnAsync);
    }

    /// <summary>Every other turn is calm, so that the shop comes back each time.</summary>
    private async Task TurnAsync()
    {
        await town.Backend.ClearFaultsAsync();
        if (_turn++ % 2 == 0)
            return;
        if (random.Next(2) == 0)
        {
            var outage = Trouble("");
            foreach (var call in Calls)
                await town.Backend.SetFaultAsync(outage with { Match = call, Times = Unending });
            return;
        }
        for (var i = 0; i < Gust; i++)
        {
            var call = Calls[random.Next(Calls.Length)];
            await town.Backend.SetFaultAsync(random.Next(3) == 0 ? Trouble(call) : new SandboxFault(call));
        }
    }

    private SandboxFault Trouble(string call)
    {
        var fault = new SandboxFault(call) { After = random.Next(2) == 0 };
        return random.Next(9) switch
        {
            0 => fault with { Abort = true },
            1 => fault with { Status = 500 },
            2 => fault with { Status = 503 },
            3 => fault with { Status = 429 },
            4 => fault with { Status = 401, Body = """{"code":41}""" },
            5 => fault with { Status = 404, Body = """{"code":2000}""" },
            6 => fault with { Status = 200, Body = "<html>Welcome</html>", ContentType = "text/html" },
            7 => fault with { Status = 200, Body = """{"order_status":"pa""" },
            _ => fault with { Delay = TimeSpan.FromMilliseconds(random.Next(50, 1500)) },
        };
    }
}
