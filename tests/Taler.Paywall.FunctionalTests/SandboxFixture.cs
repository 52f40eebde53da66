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

    /// <summary>How many orders there are for a page, whoever they are for.</summary>
    public async Task<int> CountOrdersAsync(Uri page)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BaseUrl, "private/orders?limit=1000&fulfillment_url=" + Uri.EscapeDataString(page.AbsoluteUri)));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        using var response = await http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["orders"]!.AsArray().Count;
    }

    /// <summary>What was asked of the backend since the list was cleared, as methods: "POST GET".</summary>
    public async Task<string> CallsAsync() =>
        string.Join(' ', (await Control.RequestsAsync()).Where(request => request.Path.StartsWith("private/orders", StringComparison.Ordinal)).Select(request => request.Method));
}
