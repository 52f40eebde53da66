using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Taler.TestKit;

/// <summary>The buttons of a running sandbox: wallets, trouble on order, the list of requests.</summary>
public sealed class SandboxControl(Uri instance) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        BaseAddress = new Uri(instance, "/sandbox/"),
    };

    public Task<WalletReply> ClaimAsync(string wallet, string payUri) => ActAsync(wallet, "claim", "taler_pay_uri", payUri);

    public Task<WalletReply> PayAsync(string wallet, string payUri) => ActAsync(wallet, "pay", "taler_pay_uri", payUri);

    public Task<WalletReply> PickUpRefundAsync(string wallet, string refundUri) => ActAsync(wallet, "refund", "taler_refund_uri", refundUri);

    public async Task SetFaultAsync(SandboxFault fault)
    {
        using var response = await _http.PutAsJsonAsync("faults", fault.ToJson());
        response.EnsureSuccessStatusCode();
    }

    public Task ClearFaultsAsync() => DeleteAsync("faults");

    public async Task<IReadOnlyList<SandboxRequest>> RequestsAsync()
    {
        var answer = await _http.GetFromJsonAsync<JsonObject>("requests");
        return [.. answer!["requests"]!.AsArray().Select(entry => new SandboxRequest(
            (string)entry!["method"]!, (string)entry["path"]!, (string)entry["query"]!, (int?)entry["status"]))];
    }

    public Task ClearRequestsAsync() => DeleteAsync("requests");

    public void Dispose() => _http.Dispose();

    private async Task<WalletReply> ActAsync(string wallet, string action, string member, string uri)
    {
        using var response = await _http.PostAsJsonAsync($"wallets/{wallet}/{action}", new JsonObject { [member] = uri });
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        return new WalletReply((int)response.StatusCode, (string?)body!["outcome"], (string?)body["order_id"], (int?)body["code"]);
    }

    private async Task DeleteAsync(string path)
    {
        using var response = await _http.DeleteAsync(path);
        response.EnsureSuccessStatusCode();
    }
}

/// <summary>What a wallet did: <c>claimed</c>, <c>paid</c>, <c>replayed</c>, <c>refunded</c> or <c>refused</c>.</summary>
public sealed record WalletReply(int Status, string? Outcome, string? OrderId, int? Code);

/// <summary>One request to the instance; the status is null while it runs, and 0 if it was aborted.</summary>
public sealed record SandboxRequest(string Method, string Path, string Query, int? Status);

/// <summary>Trouble on order: the match is method and path relative to the instance, with <c>*</c> for anything.</summary>
public sealed record SandboxFault(string Match)
{
    public int? Status { get; init; }

    public TimeSpan Delay { get; init; }

    public bool Abort { get; init; }

    public int Times { get; init; } = 1;

    public string? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Whether the request is carried out first, so that only its answer is lost.</summary>
    public bool After { get; init; }

    /// <summary>A header of the answer, for example <c>("Retry-After", "1")</c>.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>The body is filled up with spaces to this many bytes.</summary>
    public int PadTo { get; init; }

    /// <summary>After how many bytes of the body the connection is reset.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The pause after each byte of the body.</summary>
    public TimeSpan Trickle { get; init; }

    public JsonObject ToJson() => new()
    {
        ["match"] = Match,
        ["status"] = Status,
        ["delay_ms"] = (int)Delay.TotalMilliseconds,
        ["abort"] = Abort,
        ["times"] = Times,
        ["body"] = Body,
        ["content_type"] = ContentType,
        ["after"] = After,
        ["headers"] = Header is var (name, value) ? new JsonObject { [name] = value } : null,
        ["pad_to"] = PadTo,
        ["cut_after"] = CutAfter,
        ["trickle_ms"] = (int)Trickle.TotalMilliseconds,
    };
}
