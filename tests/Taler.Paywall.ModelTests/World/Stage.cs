using Microsoft.AspNetCore.DataProtection;

namespace Taler.Paywall.ModelTests.World;

/// <summary>
/// Two nodes of one shop, the backend, and a clock. Built once and used for one history after another: a history has resources, browsers and
/// wallets of its own, and leaves the backend healthy.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly NodeWire[] _wires = new NodeWire[2];

    private Stage(bool onClick)
    {
        OnClick = onClick;
        Ledger = new Ledger(Clock);
        Tickets = new Tickets(Keys);
    }

    public bool OnClick { get; }

    public ModelClock Clock { get; } = new(NodeWire.TryLimit);

    public Troubles Troubles { get; } = new();

    public LogWatch[] Logs { get; } = [new(), new()];

    public Ledger Ledger { get; }

    public Tickets Tickets { get; }

    public Backend Backend { get; private set; } = null!;

    public Node[] Nodes { get; } = new Node[2];

    public ShopSettings[] Settings { get; } = new ShopSettings[2];

    /// <summary>How many histories were played here.</summary>
    public int Histories { get; set; }

    private EphemeralDataProtectionProvider Keys { get; } = new();

    public static async Task<Stage> BuildAsync(bool onClick)
    {
        var stage = new Stage(onClick);
        stage.Backend = await Backend.StartAsync(stage.Clock);
        for (var node = 0; node < 2; node++)
        {
            stage.Settings[node] = new ShopSettings(stage.Backend.BaseUrl, onClick);
            stage._wires[node] = new NodeWire(node, stage.Backend, stage.Troubles, stage.Ledger, stage.Clock);
            stage.Nodes[node] = await stage.StartNodeAsync(node);
        }
        return stage;
    }

    /// <summary>Ends a node and starts it anew: all that it remembered is lost.</summary>
    public async Task RestartAsync(int node)
    {
        await Nodes[node].DisposeAsync();
        Ledger.ForgetConfirmed(node);
        Logs[node].Restart();
        Nodes[node] = await StartNodeAsync(node);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
        await Backend.DisposeAsync();
        foreach (var log in Logs)
            log.Dispose();
        Clock.Dispose();
    }

    private Task<Node> StartNodeAsync(int node) => Node.StartAsync(_wires[node], Settings[node], Clock, Keys, Logs[node]);
}
