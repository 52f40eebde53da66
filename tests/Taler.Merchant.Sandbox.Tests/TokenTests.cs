using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Tests;

public sealed class TokenTests
{
    private const string ByBearer = "Bearer secret-token:sandbox";

    private static readonly string ByBasic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("sandbox:opensesame"));

    [Theory]
    [InlineData(null, 40)]
    [InlineData("Bearer secret-token:wrong", 41)]
    [InlineData("Bearer sandbox", 43)]
    [InlineData("Basic c2FuZGJveDpzYW5kYm94", 43)]
    public async Task Private_paths_need_an_access_token(string? authorization, int code)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.SendAsync(HttpMethod.Get, "private/orders", authorization: authorization);

        Assert.Equal((HttpStatusCode.Unauthorized, code), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_becomes_an_access_token(bool basic)
    {
        await using var sandbox = await SandboxHost.StartAsync(options => options.Password = "opensesame");

        var issued = await IssueAsync(sandbox, basic ? ByBasic : "Bearer secret-token:opensesame", "write");

        Assert.Equal(HttpStatusCode.OK, issued.Status);
        Assert.Equal((string?)issued.Json["access_token"], (string?)issued.Json["token"]);
        Assert.Equal("write", (string?)issued.Json["scope"]);
        Assert.False((bool)issued.Json["refreshable"]!);
        Assert.Equal(HttpStatusCode.OK, await UseAsync(sandbox, issued, HttpMethod.Get, "private/orders"));
    }

    [Theory]
    [InlineData("Bearer secret-token:wrong")]
    [InlineData("Basic c2FuZGJveDp3cm9uZw==")]
    [InlineData("Basic ***")]
    [InlineData(null)]
    public async Task A_wrong_password_gets_no_token(string? authorization)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await IssueAsync(sandbox, authorization, "write")).Status);
    }

    [Fact]
    public async Task A_token_ends_when_it_says()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var issued = await IssueAsync(sandbox, ByBearer, "write", new JsonObject { ["d_us"] = 60_000_000 });
        Assert.Equal(sandbox.Clock.GetUtcNow().ToUnixTimeSeconds() + 60, (long)issued.Json["expiration"]!["t_s"]!);

        sandbox.Clock.Advance(TimeSpan.FromSeconds(61));
        var reply = await sandbox.SendAsync(HttpMethod.Get, "private/orders", authorization: "Bearer " + (string?)issued.Json["access_token"]);

        Assert.Equal((HttpStatusCode.Unauthorized, 42), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task No_token_lives_longer_than_a_day()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var issued = await IssueAsync(sandbox, ByBearer, "all:refreshable", new JsonObject { ["d_us"] = "forever" });

        Assert.True((bool)issued.Json["refreshable"]!);
        Assert.Equal(sandbox.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds(), (long)issued.Json["expiration"]!["t_s"]!);
    }

    [Theory]
    [InlineData("readonly", "GET", "private/orders", HttpStatusCode.OK)]
    [InlineData("readonly", "POST", "private/orders", HttpStatusCode.Forbidden)]
    [InlineData("order-simple", "POST", "private/orders", HttpStatusCode.BadRequest)]
    [InlineData("order-simple", "POST", "private/orders/O1/refund", HttpStatusCode.Forbidden)]
    [InlineData("order-mgmt", "POST", "private/orders/O1/refund", HttpStatusCode.BadRequest)]
    [InlineData("order-mgmt", "DELETE", "private/orders/O1", HttpStatusCode.Forbidden)]
    [InlineData("order-full", "DELETE", "private/orders/O1", HttpStatusCode.NotFound)]
    [InlineData("order-full", "POST", "private/webhooks", HttpStatusCode.Forbidden)]
    [InlineData("write", "POST", "private/webhooks", HttpStatusCode.BadRequest)]
    public async Task A_scope_allows_what_it_names(string scope, string method, string path, HttpStatusCode expected)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var issued = await IssueAsync(sandbox, ByBearer, scope);

        Assert.Equal(expected, await UseAsync(sandbox, issued, HttpMethod.Parse(method), path));
    }

    [Fact]
    public async Task An_unknown_scope_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await IssueAsync(sandbox, ByBearer, "everything");

        Assert.Equal((HttpStatusCode.BadRequest, 26), (reply.Status, reply.Code));
    }

    private static Task<Reply> IssueAsync(SandboxHost sandbox, string? authorization, string scope, JsonObject? duration = null)
    {
        var body = new JsonObject { ["scope"] = scope };
        if (duration is not null)
            body["duration"] = duration;
        return sandbox.SendAsync(HttpMethod.Post, "private/token", body, authorization: authorization);
    }

    private static async Task<HttpStatusCode> UseAsync(SandboxHost sandbox, Reply issued, HttpMethod method, string path)
    {
        var body = method == HttpMethod.Post ? new JsonObject() : null;
        return (await sandbox.SendAsync(method, path, body, authorization: "Bearer " + (string?)issued.Json["access_token"])).Status;
    }
}
