using System.Net.Http.Json;

namespace Taler.TestKit;

/// <summary>
/// A shop as a process of its own, on a loopback port: essays for KUDOS:0.5 at <c>/essays/{slug}</c>. The test project references
/// Taler.Paywall.TestShop.
/// </summary>
public sealed class ShopProcess : IAsyncDisposable
{
    public const string Paid = "Here is what you paid for: ";

    private static readonly string[] Levels = ["warn:", "fail:", "crit:"];

    private readonly HostProcess _host;
    private readonly HttpClient _http;

    private ShopProcess(HostProcess host)
    {
        _host = host;
        Address = host.Address;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>What was logged so far as a warning or worse, one line each.</summary>
    public IEnumerable<string> Trouble => _host.Log.Where(line => Array.Exists(Levels, level => line.StartsWith(level, StringComparison.Ordinal)));

    /// <param name="backend">The instance where the shop sells.</param>
    /// <param name="keyRing">The folder of the key ring, which outlives the process.</param>
    /// <param name="settings">More settings, or others, by their keys.</param>
    public static async Task<ShopProcess> StartAsync(SandboxProcess backend, string keyRing, params (string Key, string Value)[] settings) =>
        new(await HostProcess.StartAsync(new HostStart("Taler.Paywall.TestShop", Arguments(backend.BaseUrl, keyRing, settings))));

    /// <summary>What the process holds, after a full collection of its garbage.</summary>
    public async Task<ShopVitals> VitalsAsync() => (await _http.GetFromJsonAsync<ShopVitals>("/vitals"))!;

    /// <summary>Ends the process as SIGKILL does: nothing of it is carried out any more.</summary>
    public Task KillAsync() => _host.KillAsync();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _host.DisposeAsync();
    }

    private static IEnumerable<string> Arguments(Uri backend, string keyRing, (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["urls"] = HostProcess.AnyPort,
            ["environment"] = "Development",
            ["Logging:Console:FormatterOptions:SingleLine"] = "true",
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
            ["KeyRing"] = keyRing,
            ["TalerPaywall:Merchant:BaseUrl"] = backend.AbsoluteUri,
            ["TalerPaywall:Merchant:AccessToken"] = SandboxProcess.AccessToken,
            ["TalerPaywall:PublicBaseUrl"] = "http://shop.example/",
            ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}",
            ["TalerPaywall:Resources:0:Name"] = "essay:{slug}",
            ["TalerPaywall:Resources:0:Price"] = "KUDOS:0.5",
            ["TalerPaywall:Resources:0:Summary"] = "Essay {slug}",
            ["TalerPaywall:Resources:0:RefundDelay"] = "1.00:00:00",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return all.SelectMany(setting => new[] { "--" + setting.Key, setting.Value });
    }
}

/// <summary>What the process of a shop holds.</summary>
/// <param name="Heap">Bytes in managed objects after a full collection.</param>
/// <param name="WorkingSet">Bytes in memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="OutageServes">Requests that were served while the backend could not tell.</param>
public sealed record ShopVitals(long Heap, long WorkingSet, int Handles, int Threads, long OutageServes);
