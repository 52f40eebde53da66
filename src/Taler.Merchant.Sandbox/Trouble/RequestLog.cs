using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Trouble;

/// <summary>What was asked of the instance, the newest entries up to a limit. A test aid: it keeps query strings.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();

    public Entry Begin(string method, string path, string query)
    {
        var entry = new Entry(method, path, query);
        lock (_gate)
        {
            _entries.Enqueue(entry);
            if (_entries.Count > Capacity)
                _entries.Dequeue();
        }
        return entry;
    }

    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    public JsonArray ToJson()
    {
        var list = new JsonArray();
        lock (_gate)
        {
            foreach (var entry in _entries)
                list.Add((JsonNode)entry.ToJson());
        }
        return list;
    }

    internal sealed class Entry(string method, string path, string query)
    {
        /// <summary>Set when the request is over; 0 if it was aborted.</summary>
        public int? Status { get; set; }

        public JsonObject ToJson() => new() { ["method"] = method, ["path"] = path, ["query"] = query, ["status"] = Status };
    }
}
