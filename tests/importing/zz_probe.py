"""scratch"""
from io import StringIO
from pathlib import Path
import json, sys
import time_machine
from django.core.management import CommandError, call_command
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
import re
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.importing.make import AGENCY_CODE, AGENCY_NAME, firm, office, penalty, uscc
from tests.importing.sheets import *
from tests.importing.field_rows import *
from tests.support.clients import client_of

def go(*a):
    out = StringIO()
    with time_machine.travel("2026-06-01T12:00:00+08:00", tick=False):
        try:
            call_command(*a, stdout=out, stderr=out); st=0
        except CommandError as e:
            out.write(f"!{e.returncode} {e}\n"); st=e.returncode
    return out.getvalue()
def reg(path,*o): return go("import_enterprises",str(path),*o)
def rec(path,kind="penalty",*o): return go("import_records",kind,str(path),*BY,*o)
def desk(path,user,kind="penalty",do="check"):
    with time_machine.travel("2026-06-01T12:00:00+08:00", tick=False):
        r=client_of(user).post("/desk/batches/new/",{"kind":kind,"file":SimpleUploadedFile(path.name,path.read_bytes()),"do":do},follow=True)
    t=re.sub(r"<script.*?</script>|<style.*?</style>","",r.content.decode(),flags=re.S)
    m=re.search(r"<main.*?</main>",t,flags=re.S)
    t=re.sub(r"<[^>]+>"," ",m[0] if m else t)
    return re.sub(r"\s+"," ",t)[-700:]
def firms():
    return [ (e.uscc,e.name,e.status,str(e.registered_capital_yuan),str(e.established_on),e.address,e.legal_representative,e.industry_id,e.region_id or e.region_as_typed,e.register_number,e.legal_form,[f.name+str(f.used_until) for f in e.former_names.all()],e.now_under and e.now_under.uscc) for e in Enterprise.objects.order_by("pk")]
def recs(*codes):
    return [(r.document_number,r.enterprise.uscc,r.enterprise.name,str(r.decided_on),str(r.fine_yuan),r.contradictions,{c:r.details.get(c) for c in codes}) for r in Record.objects.order_by("pk")]
def show(*a):
    for x in a:
        if isinstance(x,list):
            for y in x: print("   ",y)
        else: print(x)
