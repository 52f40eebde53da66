using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Benchmarks;

/// <summary>What thousands of resources in the configuration cost when an application starts.</summary>
internal static class StartUp
{
    private const int Patterns = 10_000;

    public static void Run()
    {
        var settings = new Dictionary<string, string?>
        {
            ["TalerPaywall:Merchant:BaseUrl"] = "http://127.0.0.1:9966/instances/sandbox/",
            ["TalerPaywall:Merchant:AccessToken"] = "secret-token:sandbox",
        };
        for (var i = 0; i < Patterns; i++)
        {
            var resource = string.Create(CultureInfo.InvariantCulture, $"TalerPaywall:Resources:{i}:");
            settings[resource + "Pattern"] = string.Create(CultureInfo.InvariantCulture, $"/shelf{i}/{{book}}");
            settings[resource + "Name"] = string.Create(CultureInfo.InvariantCulture, $"book:{i}:{{book}}");
            settings[resource + "Price"] = "KUDOS:1";
        }
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddTalerPaywall(configuration.GetSection("TalerPaywall")).Services.BuildServiceProvider();

        var start = Stopwatch.GetTimestamp();
        var rules = services.GetRequiredService<PaywallRulesMonitor>().Current;

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Start with {rules.Resources.Count} patterns, read, checked and compiled: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms"));
    }
}
