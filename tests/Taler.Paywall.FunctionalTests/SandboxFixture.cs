using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A sandbox process for the tests of one class.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    /// <summary>A value that stands nowhere by chance, so that a log can be searched for it.</summary>
    public const string AccessToken = "secret-token:k3y-of-the-functional-tests";

    private SandboxProcess? _process;

    public Uri BaseUrl => _process!.BaseUrl;

    public SandboxControl Control => _process!.Control;

    public async ValueTask InitializeAsync() => _process = await StartAsync();

    public ValueTask DisposeAsync() => _process!.DisposeAsync();

    /// <summary>A sandbox that takes the access token of the shops.</summary>
    public static Task<SandboxProcess> StartAsync(params string[] arguments) =>
        SandboxProcess.StartAsync(["--Sandbox:AccessToken", AccessToken, .. arguments]);

    /// <summary>A sandbox of the same kind that can be killed and come back.</summary>
    public static Task<SandboxProcess> StartToComeBackAsync() => SandboxProcess.StartToComeBackAsync("--Sandbox:AccessToken", AccessToken);

    public Task<int> CountOrdersAsync(Uri page) => CountOrdersAsync(BaseUrl, page);

    /// <summary>How many orders there are for a page, whoever they are for.</summary>
    public static async Task<int> CountOrdersAsync(Uri instance, Uri page) =>
        (await GetAsync(instance, "private/orders?limit=1000&fulfillment_url=" + Uri.EscapeDataString(page.AbsoluteUri)))["orders"]!.AsArray().Count;

    /// <summary>Asks the backend what only a shop may ask.</summary>
    public static async Task<JsonObject> GetAsync(Uri instance, string path)
    {
        using var http = new HttpClient { BaseAddress = instance, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", AccessToken) } };
        return (await http.GetFromJsonAsync<JsonObject>(path))!;
    }

    /// <summary>What was asked of the backend since the list was cleared, as methods: "POST GET".</summary>
    public async Task<string> CallsAsync() =>
        string.Join(' ', (await Control.RequestsAsync()).Where(request => request.Path.StartsWith("private/orders", StringComparison.Ordinal)).Select(request => request.Method));
}
