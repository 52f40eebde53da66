using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

public sealed class TroubleTests
{
    [Fact]
    public async Task A_fault_strikes_as_often_as_asked_and_only_what_it_matches()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Status = 500, Times = 2 });

        var list = await sandbox.ShopGetAsync("private/orders");
        var first = await sandbox.StatusAsync("O1");
        var second = await sandbox.StatusAsync("O1");
        var third = await sandbox.StatusAsync("O1");

        Assert.Equal(HttpStatusCode.OK, list.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, first.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, second.Status);
        Assert.Equal(HttpStatusCode.OK, third.Status);
    }

    [Fact]
    public async Task Faults_strike_in_the_order_they_were_asked_for()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Status = 502 });
        await sandbox.Control.SetFaultAsync(new SandboxFault("*") { Status = 504 });

        var statuses = new[] { (await sandbox.GetAsync("config")).Status, (await sandbox.GetAsync("config")).Status, (await sandbox.GetAsync("config")).Status };

        Assert.Equal([HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task Cleared_faults_do_not_strike()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("*") { Status = 500 });

        await sandbox.Control.ClearFaultsAsync();

        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync("config")).Status);
    }

    [Fact]
    public async Task Faults_are_queued_up_to_a_limit()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        for (var i = 0; i < 100; i++)
            await sandbox.Control.SetFaultAsync(new SandboxFault("GET nothing"));

        var reply = await sandbox.SendAsync(HttpMethod.Put, "/sandbox/faults", new SandboxFault("GET config") { Status = 500 }.ToJson());

        Assert.Equal(HttpStatusCode.Conflict, reply.Status);
        Assert.Contains("100 faults wait already", (string?)reply.Json["hint"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync("config")).Status);
    }

    [Fact]
    public async Task A_fault_can_talk_nonsense()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Body = "<html>", ContentType = "text/html" });

        var reply = await sandbox.GetAsync("config");

        Assert.Equal((HttpStatusCode.OK, "<html>", "text/html"), (reply.Status, reply.Text, reply.ContentHeaders.ContentType?.ToString()));
    }

    [Fact]
    public async Task An_aborted_request_does_nothing()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.TryCreateAsync("O1"));

        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.StatusAsync("O1")).Status);
    }

    [Fact]
    public async Task A_lost_answer_leaves_what_was_done()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Abort = true, After = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.TryCreateAsync("O1"));

        Assert.Equal("unpaid", (string?)(await sandbox.StatusAsync("O1")).Json["order_status"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_answer_comes_after_its_delay(bool after)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Delay = TimeSpan.FromSeconds(3), After = after });

        var slow = sandbox.GetAsync("config");
        await sandbox.Clock.SomebodyWaitsAsync();
        Assert.False(slow.IsCompleted);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("taler-merchant", (string?)(await slow).Json["name"]);
    }

    [Fact]
    public async Task A_client_that_gives_up_is_no_error()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET config") { Delay = TimeSpan.FromSeconds(3) });
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource();

        var given = http.GetAsync(new Uri(sandbox.BaseUrl, "config"), patience.Token);
        await sandbox.Clock.SomebodyWaitsAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await sandbox.StopAsync();

        Assert.DoesNotContain(sandbox.Log.Lines, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_wallet_at_work_when_the_sandbox_stops_is_no_error()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.CreateAsync("O1");
        var payUri = await sandbox.PayUriAsync("O1");
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST orders/O1/claim") { Delay = TimeSpan.FromSeconds(3) });

        var paid = sandbox.Control.PayAsync("alice", payUri);
        await sandbox.Clock.SomebodyWaitsAsync();
        await sandbox.StopAsync();

        Assert.Equal(503, (await paid).Status);
        Assert.DoesNotContain(sandbox.Log.Lines, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task An_answer_replaced_after_the_fact_is_whole()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Status = 502, After = true });

        var reply = await sandbox.TryCreateAsync("O1");

        Assert.Equal(HttpStatusCode.BadGateway, reply.Status);
        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.OK, (await sandbox.StatusAsync("O1")).Status);
    }

    [Theory]
    [InlineData("""{"match":"*","headers":["a"]}""", "headers")]
    [InlineData("""{"match":"*","headers":{"a":1}}""", "headers")]
    [InlineData("""{"match":"*","headers":{"a b":"c"}}""", "headers")]
    [InlineData("""{"match":"*","headers":{"":"c"}}""", "headers")]
    [InlineData("""{"match":"*","headers":{"a":"b\r\nc: d"}}""", "headers")]
    [InlineData("""{"match":"*","headers":{"content-length":"3"}}""", "headers")]
    [InlineData("""{"match":"*","headers":{"Transfer-Encoding":"chunked"}}""", "headers")]
    [InlineData("""{"match":"*","pad_to":-1}""", "pad_to")]
    [InlineData("""{"match":"*","pad_to":100000001}""", "pad_to")]
    [InlineData("""{"match":"*","cut_after":-1}""", "cut_after")]
    [InlineData("""{"match":"*","cut_after":100000001}""", "cut_after")]
    [InlineData("""{"match":"*","trickle_ms":-1}""", "trickle_ms")]
    [InlineData("""{"match":"*","trickle_ms":"slow"}""", "trickle_ms")]
    [InlineData("""{"match":"*","delay_ms":-1}""", "delay_ms")]
    [InlineData("""{"match":"*","times":0}""", "times")]
    [InlineData("""{"match":"*","status":199}""", "status")]
    public async Task A_fault_that_cannot_be_is_refused_by_name(string fault, string member)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        var reply = await sandbox.SendAsync(HttpMethod.Put, "/sandbox/faults", JsonNode.Parse(fault)!.AsObject());

        Assert.Equal((HttpStatusCode.BadRequest, member), (reply.Status, (string?)reply.Json["detail"]));
        Assert.Equal(HttpStatusCode.OK, (await sandbox.GetAsync("config")).Status);
    }

    [Fact]
    public async Task The_list_of_faults_shows_what_was_asked_for()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var fault = new SandboxFault("GET config")
        {
            Status = 503,
            Delay = TimeSpan.FromSeconds(1),
            After = true,
            Times = 2,
            Body = "wait",
            ContentType = "text/plain",
            Header = ("Retry-After", "7"),
            PadTo = 10,
            CutAfter = 5,
            Trickle = TimeSpan.FromSeconds(2),
        };
        await sandbox.Control.SetFaultAsync(fault);

        var reply = await sandbox.GetAsync("/sandbox/faults");

        Assert.Equal(fault.ToJson().ToJsonString(), reply.Json["faults"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task The_list_of_requests_tells_what_was_asked()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        await sandbox.GetAsync("config");
        await sandbox.StatusAsync("nobody", "S1");

        var requests = await sandbox.Control.RequestsAsync();
        await sandbox.Control.ClearRequestsAsync();

        Assert.Equal(
            [new SandboxRequest("GET", "config", "", 200), new SandboxRequest("GET", "private/orders/nobody", "?session_id=S1", 404)],
            requests);
        Assert.Empty(await sandbox.Control.RequestsAsync());
    }
}
