using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>A way into the application: an address and a protocol that is spoken there.</summary>
internal sealed record Door(ServerAddress Server, Wires Kind, Limits Limits)
{
    public string Protocol => NameOf(Kind);

    public static string NameOf(Wires kind) => kind is Wires.Http2 ? "HTTP/2" : "HTTP/1.1";

    public IWire Open() => Kind is Wires.Http2 ? new Http2Wire(Server, Limits) : new Http1Wire(Server, Limits);

    /// <summary>The first way in for each protocol.</summary>
    public static async Task<IReadOnlyList<Door>> FindAsync(IEnumerable<ServerAddress> servers, Limits limits, CancellationToken cancellationToken)
    {
        var doors = new List<Door>();
        foreach (var server in servers)
        {
            var http2 = new Door(server, Wires.Http2, limits);
            var speaks2 = await http2.AskAsync(cancellationToken) is { Status: not 0 };
            if (speaks2)
                doors.Add(http2);

            // A port for HTTP/2 alone refuses everything else with 400, in HTTP/1.1.
            var http1 = new Door(server, Wires.Http1, limits);
            if (await http1.AskAsync(cancellationToken) is { Status: not 0 } answer && !(speaks2 && answer.Status == 400))
                doors.Add(http1);
        }
        return [.. doors.DistinctBy(door => door.Kind).OrderBy(door => door.Kind)];
    }

    private async Task<Answer?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var wire = Open();
            return await wire.SendAsync(new AuditCase("a first question", "HEAD", "/"), cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
